// SetWriter: rows in, the bytes of a `.wset` file out.
//
// add() all rows, settle() once, which drops duplicates and sorts, then image(). All
// rows are held in memory: about 16 bytes each beside their digests. Sorting within a
// memory limit will stand behind the same three calls. Deterministic: the same rows in
// the same order give the same bytes. One thread.
#ifndef WINNOW_HASHSETS_SET_WRITER_H_
#define WINNOW_HASHSETS_SET_WRITER_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "hashsets/hash_set.h"
#include "hashsets/list_import.h"

namespace winnow {

class WsetImage;

class SetWriter {
 public:
  struct Counts {
    std::uint64_t entries = 0;
    std::uint64_t duplicates = 0;  // rows with digests and category of a row before
    std::uint64_t conflicts = 0;  // entries whose category an earlier entry contradicts
    std::array<std::uint64_t, 3> digests{};
  };

  // From here on rows belong to the source of this name.
  void begin_source(std::string_view name);
  // A row without a digest is ignored.
  void add(const ListRow& row);
  // A fault if the rows are more than a set can hold.
  [[nodiscard]] Result<Counts> settle();
  [[nodiscard]] std::vector<std::byte> image(SetType type, std::string_view name,
                                             std::string_view import_record) const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  struct Row {
    std::array<std::uint32_t, 3> key = {kNone, kNone,
                                        kNone};  // which of keys_[algorithm]
    std::uint32_t attribute = 0;
  };
  struct Category {
    std::string profile;
    std::optional<std::int64_t> code;
    std::string label;

    [[nodiscard]] bool is_stated() const { return code.has_value() || !label.empty(); }
  };
  struct Attribute {
    std::uint32_t category = 0;
    std::uint32_t source = 0;
  };
  // `prefix`: the first eight bytes of what the row is sorted by, most significant
  // first.
  struct Sortable {
    std::uint64_t prefix = 0;
    std::uint32_t row = 0;
  };
  using Order = std::vector<Sortable>;
  // The texts of a set, each once, and where each stands.
  struct Strings {
    std::vector<std::byte> bytes;
    std::unordered_map<std::string, std::uint32_t> offsets;

    std::uint32_t add(const std::string& text);
  };

  std::uint32_t category_of(const ListRow& row);
  std::uint32_t attribute_of(std::uint32_t category);
  [[nodiscard]] Bytes key(Algorithm algorithm, std::uint32_t row) const;
  [[nodiscard]] std::uint32_t category_number(std::uint32_t row) const;
  [[nodiscard]] int compare_key(Algorithm algorithm, std::uint32_t a,
                                std::uint32_t b) const;
  [[nodiscard]] int compare_row(std::uint32_t a, std::uint32_t b) const;
  [[nodiscard]] Order sorted_by(Algorithm algorithm) const;
  // One past the last position of an order whose key equals that at `begin`.
  [[nodiscard]] std::size_t end_of_run(Algorithm algorithm, std::size_t begin) const;
  void mark_duplicates(Algorithm algorithm, std::vector<bool>& dropped) const;
  void drop(const std::vector<bool>& dropped);
  void mark_conflicts(Algorithm algorithm, std::vector<bool>& in_conflict) const;
  [[nodiscard]] bool contradict(std::uint32_t category, std::uint32_t other) const;
  void plan_keys(WsetImage& image) const;
  void fill_entries(WsetImage& image) const;
  void fill_attributes(WsetImage& image,
                       const std::vector<std::array<std::uint32_t, 3>>& texts) const;
  void fill_keys(WsetImage& image, Algorithm algorithm) const;

  std::vector<Row> rows_;
  std::array<std::vector<std::byte>, 3> keys_;
  std::array<Order, 3> orders_;
  std::vector<std::string> sources_;
  std::vector<Category> categories_;
  std::uint32_t last_category_ = 0;
  std::vector<Attribute> attributes_;
  std::unordered_map<std::string, std::uint32_t> category_numbers_;
  std::unordered_map<std::uint64_t, std::uint32_t> attribute_numbers_;
  bool too_many_ = false;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_SET_WRITER_H_
