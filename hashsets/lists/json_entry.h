// JsonEntry: the digests of one entry of a JSON list, taken value by value in any
// order.
//
// What can be wrong with an entry is settled here once for all JSON lists: a value that
// is no digest, or two that differ, speaks against the entry; null and "" say nothing.
// One thread; kept from entry to entry so that nothing is allocated for each.
#ifndef WINNOW_HASHSETS_LISTS_JSON_ENTRY_H_
#define WINNOW_HASHSETS_LISTS_JSON_ENTRY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hashsets/lists/json_source.h"
#include "hashsets/lists/list_import.h"

namespace winnow {

enum class HashKey : std::uint8_t {
  none,  // not the name of a hash
  md5,
  sha1,
  sha256,
  pdq,
  unused,  // SHA-512, PhotoDNA, ssdeep, ...: known, not compared by a scan
};
// By any of the spellings lists use: "SHA-256", "sha256".
[[nodiscard]] HashKey hash_key(std::string_view name);

// The size in bytes a list gives, as a number or as text; nothing if it is neither.
[[nodiscard]] std::optional<std::uint64_t> size_of_json(const JsonScalar& scalar);

class JsonEntry {
 public:
  void clear();
  // A value for `key`, of any kind.
  void add(HashKey key, const JsonScalar& scalar);
  // The first reason counts.
  void fail(RowReason reason, std::string_view text);
  void set_size(std::optional<std::uint64_t> size) { row_.size = size; }

  // Whether something speaks against the entry, whatever else is in it.
  [[nodiscard]] bool failed() const { return failure_.has_value(); }
  // Why there is no row in it; nothing if there is.
  [[nodiscard]] std::optional<RowReason> refused() const;
  // The row so far; valid until the next call of another member.
  [[nodiscard]] ListRow& row() { return row_; }
  // What a person needs to find the entry: its first digest, or what is wrong.
  [[nodiscard]] std::string_view shown() const { return shown_; }
  // Gives the row, or why there is none, with what was left out of it.
  void give(RowSink& sink, const RowPlace& place);

 private:
  void add_digest(Algorithm algorithm, std::string_view text);
  void add_pdq(std::string_view text);
  void show(std::string_view text);

  ListRow row_;
  std::optional<RowReason> failure_;
  bool any_ = false;
  bool unused_ = false;
  bool bad_pdq_ = false;
  std::string shown_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_JSON_ENTRY_H_
