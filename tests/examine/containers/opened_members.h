// What a container was found to hold, for tests.
#ifndef WINNOW_TESTS_EXAMINE_CONTAINERS_OPENED_MEMBERS_H_
#define WINNOW_TESTS_EXAMINE_CONTAINERS_OPENED_MEMBERS_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "scanner/examine/containers/container.h"

namespace winnow {

struct OpenedMember {
  Member member;
  std::string bytes;
  std::optional<Fault> broke_off;
};

struct Opened {
  std::vector<OpenedMember> members;
  std::vector<std::pair<Digest, std::string>> digests;
  std::vector<std::string> notes;
  std::optional<Fault> fault;

  [[nodiscard]] std::vector<std::string> names() const;
  // The first of that name; null if there is none.
  [[nodiscard]] const OpenedMember* find(const std::string& name) const;
};

// Files of a folder, by name.
class MemorySiblings final : public Siblings {
 public:
  explicit MemorySiblings(std::map<std::string, std::string> files,
                          std::string own_name = "")
      : files_(std::move(files)), own_name_(std::move(own_name)) {}
  [[nodiscard]] std::unique_ptr<Content> open(const std::string& name) override;
  [[nodiscard]] std::unique_ptr<Content> open_called(
      const std::string& ending) override {
    return own_name_.empty() ? nullptr : open(own_name_ + ending);
  }

 private:
  std::map<std::string, std::string> files_;
  std::string own_name_;
};

// All files of a folder of evidence.
[[nodiscard]] MemorySiblings siblings_in(const std::string& folder);

// Every member is read to its end, up to `most` bytes of all of them together.
[[nodiscard]] Opened open_all(ContentType type, const std::string& bytes,
                              Siblings* siblings = nullptr,
                              const ContainerLimits& limits = {},
                              std::uint64_t most = std::uint64_t{64} << 20);

// Below the folder of shared evidence on containers.
[[nodiscard]] std::string evidence_folder();
[[nodiscard]] std::string file_bytes(const std::string& path);

// Damaged forms of `bytes`, always the same: cut short, or with bytes changed, most of
// them among the first.
void for_each_mutation(const std::string& bytes, int count,
                       const std::function<void(const std::string&)>& use);
// Opens as many damaged forms under narrow limits; every member's name must be as the
// interface says, and no more come than may.
void expect_mutations_are_survived(ContentType type, const std::string& bytes,
                                   int count, Siblings* siblings = nullptr);

}  // namespace winnow

#endif  // WINNOW_TESTS_EXAMINE_CONTAINERS_OPENED_MEMBERS_H_
