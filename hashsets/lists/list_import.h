// What the importers of hash lists have in common: the rows they give, the reasons for
// which they refuse one, and how a list is told from a file that was cut off.
//
// An importer reads a LineReader to its end and hands each row to a RowSink, accepted
// or rejected. A row that is wrong is counted and the rest is read; a list that ends in
// the middle of a row is a Fault, because the rest of it is missing as well. One
// thread.
#ifndef WINNOW_HASHSETS_LISTS_LIST_IMPORT_H_
#define WINNOW_HASHSETS_LISTS_LIST_IMPORT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/digest.h"
#include "base/pdq_hash.h"
#include "base/result.h"
#include "hashsets/lists/line_reader.h"

namespace winnow {

// Of a picture plain enough, PDQ says little: the reference compares none below 50.
inline constexpr std::uint32_t kLowestPdqQuality = 50;
inline constexpr std::uint32_t kHighestPdqQuality = 100;

// A PDQ hash from its hexadecimal digits; nothing if they are not 64, or all alike (the
// hash of a picture without content, and a known bad entry of shared lists).
[[nodiscard]] std::optional<PdqHash> parse_pdq(std::string_view hex);

// One row as a list has it: what is known of one content. At least one digest or a PDQ
// hash. Views are valid during RowSink::take only.
struct ListRow {
  Digests digests;
  std::optional<PdqHash> pdq;
  std::optional<std::uint64_t> size;  // of the content, bytes
  std::string_view profile;          // what `code` is a code of; "" if nothing was said
  std::optional<std::int64_t> code;  // of the category
  std::string_view label;
  // What the operator's profile says of the code; left alone by importers.
  std::optional<std::uint32_t> severity_rank;  // 1 is the most severe
  bool counts_as_hit = true;
};

enum class RowReason : std::uint8_t {
  not_a_digest,
  too_long,
  columns_missing,
  columns_extra,
  quotes,
  contradiction,     // the digest of no bytes beside one of some bytes
  no_digest,         // well formed, but the columns for digests are empty
  unused_algorithm,  // well formed, but only of SHA-384, SHA-512, ...
  unused_value,      // such a digest beside others: only the value is left out
  not_json,
  not_an_object,       // a list of JSON objects has something else in it
  two_values,          // one entry gives two digests of an algorithm, or two categories
  bad_category,        // neither a whole number nor nothing
  pattern_not_simple,  // an indicator of more than digests to be found one by one
  revoked,             // taken back by its publisher
  low_quality,         // a PDQ hash of a picture too plain to be compared
  withdrawn,           // its publisher has deleted the entry since
  bad_field,           // something an entry needs beside its digests is not there
};
[[nodiscard]] const char* to_string(RowReason reason);
// Whether the reason speaks against the list, or only against our use for the row.
[[nodiscard]] bool is_malformed(RowReason reason);

// Where a row stands in its list and how it reads there, for people.
struct RowPlace {
  enum class Unit : std::uint8_t { line, byte, row };

  RowPlace(Unit the_unit, std::uint64_t the_number, std::string_view the_text)
      : unit(the_unit), number(the_number), text(the_text) {}
  // NOLINTNEXTLINE(google-explicit-constructor): a line is a place.
  RowPlace(const ListLine& line) : number(line.number), text(line.text) {}

  Unit unit = Unit::line;
  std::uint64_t number = 0;  // lines and rows from 1, bytes from 0
  std::string_view text;     // valid during the call only
};

// What a list says of itself; "" where it says nothing.
struct ListFacts {
  std::string_view publisher;
  std::string_view version;      // of the publisher's
  std::string_view released_on;  // as the list writes it
};

class RowSink {
 public:
  virtual ~RowSink() = default;
  // At most once, before or after the rows.
  virtual void about(const ListFacts& /*facts*/) {}
  virtual void take(const ListRow& row, const RowPlace& place) = 0;
  virtual void reject(RowReason reason, const RowPlace& place) = 0;
};

// Rejects a row, unless it is the last one and the file ends without a line end: then
// the list was cut off there, and that is a fault.
[[nodiscard]] Result<void> reject_row(const LineReader& lines, RowSink& sink,
                                      RowReason reason, const ListLine& line);
[[nodiscard]] Fault truncated_list(const LineReader& lines, std::uint64_t line_number);

// What one line of a list without columns says.
struct PlainRow {
  std::variant<RowReason, Digest> what = RowReason::not_a_digest;
  // Hexadecimal digits of the digest where they end the line and their number is all
  // that tells the algorithm; else 0. Of such a line a beginning can look whole.
  std::size_t bare_digits = 0;
  std::optional<std::uint64_t> size = {};
};
// A number of bytes in decimal digits; nothing if it is anything else or above 2^63.
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view word);
using PlainParser = PlainRow (*)(std::string_view line);

[[nodiscard]] PlainRow parse_sum_row(std::string_view line);
[[nodiscard]] PlainRow parse_bare_row(std::string_view line);
[[nodiscard]] PlainRow parse_bsd_row(std::string_view line);

// A row as nearly all are, digits and a blank and a name, which every grammar but BSD's
// reads alike; nothing if it is another, which takes longer to read.
[[nodiscard]] std::optional<PlainRow> parse_usual_row(std::string_view line);

// Blank lines and lines that begin with '#' are no rows of a plain list.
[[nodiscard]] bool is_blank_or_comment(std::string_view line);
// A digest from a word of hexadecimal digits, or why there is none in it.
[[nodiscard]] std::variant<RowReason, Digest> digest_of_word(std::string_view word);

// Reads a list line by line with the grammar of `parse`.
[[nodiscard]] Result<void> import_plain_list(LineReader& lines, RowSink& sink,
                                             PlainParser parse);

[[nodiscard]] Result<void> import_sum_list(LineReader& lines, RowSink& sink);
[[nodiscard]] Result<void> import_bare_hex(LineReader& lines, RowSink& sink);
[[nodiscard]] Result<void> import_bsd_list(LineReader& lines, RowSink& sink);
[[nodiscard]] Result<void> import_hashdeep(LineReader& lines, RowSink& sink);
[[nodiscard]] Result<void> import_csv(LineReader& lines, RowSink& sink);

// CIRCL hashlookup: one JSON object a line.
[[nodiscard]] Result<void> import_hashlookup(LineReader& lines, RowSink& sink);

class CategoryProfile;
class NcmecDeletions;

// What the operator said of a list beside the list itself.
struct ImportOptions {
  const CategoryProfile* profile = nullptr;  // what category codes mean; may be absent
  // What the NCMEC lists of one build withdraw; absent: nothing is withdrawn.
  const NcmecDeletions* deletions = nullptr;
};

// Project VIC's data model (VICS) 1.0 to 2.0, hash sets and cases.
[[nodiscard]] Result<void> import_vics(ListSource& source, const ImportOptions& options,
                                       RowSink& sink);
// A STIX 2.1 bundle or object.
[[nodiscard]] Result<void> import_stix(ListSource& source, const ImportOptions& options,
                                       RowSink& sink);
// These read a list to its end, so that the source's size and SHA-256 are the list's.
// A source that cannot be read as what it looked like is a Fault.
[[nodiscard]] Result<void> import_rds_sqlite(ListSource& source,
                                             const ImportOptions& options,
                                             RowSink& sink);
[[nodiscard]] Result<void> import_kdb(ListSource& source, const ImportOptions& options,
                                      RowSink& sink);
[[nodiscard]] Result<void> import_hfind_index(ListSource& source,
                                              const ImportOptions& options,
                                              RowSink& sink);
[[nodiscard]] Result<void> import_encase_hash(ListSource& source,
                                              const ImportOptions& options,
                                              RowSink& sink);
[[nodiscard]] Result<void> import_ilook_v1(ListSource& source,
                                           const ImportOptions& options, RowSink& sink);
[[nodiscard]] Result<void> import_ncmec(ListSource& source,
                                        const ImportOptions& options, RowSink& sink);
[[nodiscard]] Result<void> import_pdq_list(ListSource& source,
                                           const ImportOptions& options, RowSink& sink);

// Whether the first bytes of a file (up to kListHead) are of such a list. Only the
// tables of an SQLite database tell which list it is: see rds_sqlite_name(), is_kdb().
[[nodiscard]] bool looks_like_sqlite(Bytes head);
[[nodiscard]] bool looks_like_hfind_index(Bytes head);
[[nodiscard]] bool looks_like_encase_hash(Bytes head);
[[nodiscard]] bool looks_like_ilook_v1(Bytes head);
[[nodiscard]] bool looks_like_ncmec(Bytes head);
[[nodiscard]] bool looks_like_pdq_list(Bytes head);

class SqliteList;
// "nsrl-3-minimal" or "nsrl-3-full"; "" if the database is neither.
[[nodiscard]] Result<std::string> rds_sqlite_name(SqliteList& list);
[[nodiscard]] Result<bool> is_kdb(SqliteList& list);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_LIST_IMPORT_H_
