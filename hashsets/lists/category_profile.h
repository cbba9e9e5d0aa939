// CategoryProfile: what the category numbers of a region's lists mean.
//
// The same number means different things in different countries, so the meaning is
// data: two profiles are part of the program ("us", "uk"), others are files of the same
// form. Such a file is written by people who decide by it what counts as a hit, so it
// is read strictly: nothing may be missing, unknown or said twice. Immutable after
// loading.
#ifndef WINNOW_HASHSETS_LISTS_CATEGORY_PROFILE_H_
#define WINNOW_HASHSETS_LISTS_CATEGORY_PROFILE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace winnow {

class CategoryProfile {
 public:
  struct Entry {
    std::int64_t code = 0;
    std::string label;
    std::string legal_letter;        // "" where the law has none
    std::int64_t severity_rank = 0;  // 1 is the most severe
    bool notable = false;            // worth a look
    bool counts_as_hit = false;
  };

  // A profile that is part of the program, by its name; else the file of that path.
  [[nodiscard]] static Result<CategoryProfile> open(const std::string& name_or_path);
  // From the text of a profile file; `name` is for faults, which name the field.
  [[nodiscard]] static Result<CategoryProfile> parse(const std::string& json,
                                                     const std::string& name);

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const std::string& region() const { return region_; }  // "UK", "US"
  // The document that the meanings were taken from, and how far it can be relied on.
  [[nodiscard]] const std::string& source_ref() const { return source_ref_; }
  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] std::span<const Entry> entries() const { return entries_; }
  // Null if the profile says nothing of the code. Valid while the profile lives.
  [[nodiscard]] const Entry* find(std::int64_t code) const;

 private:
  std::string id_;
  std::string region_;
  std::string source_ref_;
  std::string version_;
  std::vector<Entry> entries_;  // by code
};

// A profile file that is part of the program (shipped_profiles.cc, made by CMake).
struct ShippedProfile {
  std::string_view name;
  std::string_view json;
};
[[nodiscard]] std::span<const ShippedProfile> shipped_profiles();

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_CATEGORY_PROFILE_H_
