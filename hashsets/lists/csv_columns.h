// What the columns of a CSV list mean, by the names in its header.
#ifndef WINNOW_HASHSETS_LISTS_CSV_COLUMNS_H_
#define WINNOW_HASHSETS_LISTS_CSV_COLUMNS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"

namespace winnow {

struct CsvColumns {
  struct DigestColumn {
    std::size_t index = 0;
    std::optional<Algorithm> algorithm;  // nothing: told by the length of each value
  };
  std::vector<DigestColumn> digests;  // empty only if there is a PDQ column
  std::optional<std::size_t> pdq;
  std::optional<std::size_t> quality;  // of the PDQ hash; only with it
  std::vector<std::size_t> unused;     // digests that a scan does not compute
  std::optional<std::size_t> category;
  std::optional<std::size_t> label;
  std::optional<std::size_t> size;
  std::size_t count = 0;
};

// Names count whatever their case, blanks, hyphens and underscores: md5, sha-1,
// SHA_256. iLook's V3Hash, V4Hash, HashSHA1 and HashSHA256 are known, and "hash"
// (HashKeeper, Get-FileHash) where no column names its algorithm; beside a column
// "quality", which only PDQ hashes have, "hash" is one of these. Nothing if no column
// holds digests.
[[nodiscard]] std::optional<CsvColumns> parse_csv_header(
    const std::vector<std::string_view>& names);

// A column's name as names are compared: small letters, no blanks, hyphens,
// underscores.
[[nodiscard]] std::string plain_column_name(std::string_view name);

// What wrote a list with this header, where that can be told: "nsrl-1.5", "nsrl-2",
// "hashkeeper", "ilook-v3", "ilook-v4", "icse"; else "csv".
[[nodiscard]] std::string csv_list_name(std::string_view line, char delimiter);

// The delimiter (comma, semicolon or tab) with which `line` is such a header.
[[nodiscard]] std::optional<char> csv_delimiter(std::string_view line);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_CSV_COLUMNS_H_
