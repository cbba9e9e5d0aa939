#include "hashsets/lists/csv_columns.h"

#include <algorithm>
#include <array>
#include <string>

#include "hashsets/lists/csv_reader.h"

namespace winnow {
namespace {

struct Alias {
  std::string_view name;
  Algorithm algorithm;
};
constexpr std::array kAliases = {
    Alias{"md5", Algorithm::md5},           Alias{"md5hash", Algorithm::md5},
    Alias{"hashmd5", Algorithm::md5},       Alias{"v3hash", Algorithm::md5},
    Alias{"v4hash", Algorithm::md5},        Alias{"sha1", Algorithm::sha1},
    Alias{"sha1hash", Algorithm::sha1},     Alias{"hashsha1", Algorithm::sha1},
    Alias{"sha256", Algorithm::sha256},     Alias{"sha256hash", Algorithm::sha256},
    Alias{"hashsha256", Algorithm::sha256},
};
constexpr std::array<std::string_view, 12> kUnused = {
    "sha224", "sha384", "sha512", "hashsha384", "hashsha512", "md4",
    "tlsh",   "ssdeep", "tiger",  "photodna",   "whirlpool",  "sha3256"};
constexpr std::array<std::string_view, 4> kSizes = {"size", "filesize", "mediasize",
                                                    "bytes"};

// A list that is known by its columns: all of these, in any order.
struct KnownList {
  std::string_view name;
  std::vector<std::string_view> columns;
};
const std::vector<KnownList>& known_lists() {
  static const std::vector<KnownList> lists = {
      {"nsrl-1.5",
       {"sha1", "filename", "filesize", "productcode", "opsystemcode", "md4", "md5",
        "crc32", "specialcode"}},
      {"nsrl-2",
       {"sha1", "md5", "crc32", "filename", "filesize", "productcode", "opsystemcode",
        "specialcode"}},
      {"hashkeeper", {"fileid", "hashsetid", "filename", "directory", "hash"}},
      {"ilook-v3", {"v3hash", "hashsha1"}},
      {"ilook-v4", {"v4hash", "hashsha1"}},
      {"icse",
       {"md5", "sha1", "photodna", "imageid", "isdistributed", "victimidentified",
        "offenderidentified", "seriesname", "numberofsubmissions", "fileavailable",
        "mediatype", "baseline"}},
  };
  return lists;
}

bool has_column_for(const CsvColumns& columns, Algorithm algorithm) {
  return std::any_of(columns.digests.begin(), columns.digests.end(),
                     [&](const auto& c) { return c.algorithm == algorithm; });
}

}  // namespace

std::string plain_column_name(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c == ' ' || c == '\t' || c == '-' || c == '_') continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain;
}

std::string csv_list_name(std::string_view line, char delimiter) {
  CsvSplitter splitter(delimiter);
  splitter.start();
  if (!splitter.split(line)) return "csv";
  std::vector<std::string> names;
  for (const std::string_view name : splitter.fields()) {
    names.push_back(plain_column_name(name));
  }
  for (const KnownList& known : known_lists()) {
    const auto has = [&](std::string_view column) {
      return std::find(names.begin(), names.end(), column) != names.end();
    };
    if (std::all_of(known.columns.begin(), known.columns.end(), has)) {
      return std::string(known.name);
    }
  }
  return "csv";
}

std::optional<CsvColumns> parse_csv_header(const std::vector<std::string_view>& names) {
  CsvColumns columns;
  columns.count = names.size();
  std::optional<std::size_t> unnamed;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = plain_column_name(names[i]);
    const auto alias = std::find_if(kAliases.begin(), kAliases.end(),
                                    [&](const Alias& a) { return a.name == name; });
    if (alias != kAliases.end()) {
      // A second column of the same algorithm is of something else: a parent, a
      // thumbnail.
      if (!has_column_for(columns, alias->algorithm)) {
        columns.digests.push_back({i, alias->algorithm});
      }
    } else if (std::find(kUnused.begin(), kUnused.end(), name) != kUnused.end()) {
      columns.unused.push_back(i);
    } else if ((name == "pdq" || name == "pdqhash") && !columns.pdq) {
      columns.pdq = i;
    } else if ((name == "quality" || name == "pdqquality") && !columns.quality) {
      columns.quality = i;
    } else if (name == "hash" && !unnamed) {
      unnamed = i;
    } else if (std::find(kSizes.begin(), kSizes.end(), name) != kSizes.end() &&
               !columns.size) {
      columns.size = i;
    } else if (name == "category" && !columns.category) {
      columns.category = i;
    } else if (name == "label" && !columns.label) {
      columns.label = i;
    }
  }
  if (columns.digests.empty() && unnamed && !columns.pdq) {
    if (columns.quality) {
      columns.pdq = unnamed;
    } else {
      columns.digests.push_back({*unnamed, std::nullopt});
    }
  }
  if (!columns.pdq) columns.quality.reset();
  if (columns.digests.empty() && !columns.pdq) return std::nullopt;
  return columns;
}

std::optional<char> csv_delimiter(std::string_view line) {
  for (const char delimiter : {',', ';', '\t'}) {
    CsvSplitter splitter(delimiter);
    splitter.start();
    if (splitter.split(line) && parse_csv_header(splitter.fields())) return delimiter;
  }
  return std::nullopt;
}

}  // namespace winnow
