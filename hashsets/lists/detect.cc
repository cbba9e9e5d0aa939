#include "hashsets/lists/detect.h"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "hashsets/lists/bloom_file.h"
#include "hashsets/lists/csv_columns.h"
#include "hashsets/lists/json_keys.h"
#include "hashsets/lists/list_import.h"
#include "hashsets/lists/sqlite_list.h"
#include "hashsets/wset_format.h"

namespace winnow {
namespace {

constexpr std::string_view kAccepted =
    "hash lists are md5sum, sha1sum, sha256sum or BSD-style sums, digests alone one a "
    "line, hashdeep 1.0, CSV with a column named md5, sha1 or sha256, VICS 1.0 to 2.0, "
    "NSRL RDS, HashKeeper .hsh, iLook, ICSE, Autopsy .kdb, hfind indexes, EnCase "
    ".hash, "
    "NCMEC XML, CIRCL hashlookup with one object a line, STIX 2.1, or PDQ hashes";

constexpr char kImage[] =
    "is an image of a device, not a hash list; winnow scan examines it, and lists are "
    "given to that with --hashset";

// What people give by mistake, or before they unpack or export it.
struct Lookalike {
  std::string_view magic;
  const char* what;
};
constexpr std::array kLookalikes = {
    Lookalike{wset::kMagic, "is a compiled set already, not a list"},
    Lookalike{"\xFF\xFE", "is UTF-16 text; save it as UTF-8"},
    Lookalike{"\xFE\xFF", "is UTF-16 text; save it as UTF-8"},
    Lookalike{"\x1F\x8B", "is compressed with gzip; unpack it first"},
    Lookalike{"PK\x03\x04", "is a ZIP archive; unpack it first"},
    Lookalike{"7z\xBC\xAF", "is a 7z archive; unpack it first"},
    Lookalike{"SQLite format 3",
              "is the beginning of an SQLite database; get a whole copy of it"},
    Lookalike{"\xFF\xD8\xFF", "is a JPEG picture, not a hash list"},
    Lookalike{"\x89PNG", "is a PNG picture, not a hash list"},
    Lookalike{"%PDF", "is a PDF document, not a hash list"},
    Lookalike{"EVF\x09", kImage},
    Lookalike{"EVF2", kImage},
    Lookalike{"AFF10", kImage},
    Lookalike{"vhdxfile", kImage},
    Lookalike{"conectix", kImage},
    Lookalike{"KDMV", kImage},
    Lookalike{"QFI\xFB", kImage},
};

struct HeadLines {
  std::string_view rest;

  // The next line of the head, without its end.
  std::optional<std::string_view> next() {
    if (rest.empty()) return std::nullopt;
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
  }
};

std::string_view text_after_mark(Bytes head) {
  std::string_view text = text_of(head);
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  return text;
}

std::optional<DetectedList> by_json_keys(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos || text[start] != '{') return std::nullopt;
  switch (json_list_of(bytes_of(text))) {
    case JsonList::vics:
      return DetectedList{ListFormat::vics, "vics"};
    case JsonList::hashlookup:
      return DetectedList{ListFormat::hashlookup, "hashlookup"};
    case JsonList::stix:
      return DetectedList{ListFormat::stix, "stix"};
    case JsonList::none:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<DetectedList> by_first_line(std::string_view text) {
  HeadLines lines{text};
  while (const auto line = lines.next()) {
    if (line->substr(0, 14) == "%%%% HASHDEEP-") {
      return DetectedList{ListFormat::hashdeep, "hashdeep"};
    }
    if (is_blank_or_comment(*line)) continue;
    if (const auto delimiter = csv_delimiter(*line)) {
      return DetectedList{ListFormat::csv, csv_list_name(*line, *delimiter)};
    }
    return std::nullopt;
  }
  return std::nullopt;
}

// HashKeeper's description of a set: digests are in the file beside it.
bool is_hashkeeper_description(std::string_view text) {
  HeadLines lines{text};
  const auto line = lines.next();
  return line && line->find("hashset_id") != std::string_view::npos &&
         line->find("notable_flag") != std::string_view::npos;
}

// By a mark at the beginning, or by being nothing else.
std::optional<DetectedList> by_shape(Bytes head) {
  if (looks_like_sqlite(head)) return DetectedList{ListFormat::sqlite, "sqlite"};
  if (looks_like_encase_hash(head)) {
    return DetectedList{ListFormat::encase_hash, "encase"};
  }
  if (looks_like_hfind_index(head)) {
    return DetectedList{ListFormat::hfind_index, "hfind index"};
  }
  if (looks_like_ilook_v1(head)) return DetectedList{ListFormat::ilook_v1, "ilook-v1"};
  if (looks_like_ncmec(head)) return DetectedList{ListFormat::ncmec, "ncmec"};
  return std::nullopt;
}

const DetectedList& pdq_list() {
  static const DetectedList list{ListFormat::pdq_list, "pdq"};
  return list;
}

bool is_row(const PlainRow& row) {
  const auto* reason = std::get_if<RowReason>(&row.what);
  return reason == nullptr || *reason == RowReason::unused_algorithm;
}

// "md5sum", "sha1sum", "sha256sum" by the first row; others are of no algorithm of
// ours.
std::string sum_list_name(const PlainRow& row) {
  const auto* digest = std::get_if<Digest>(&row.what);
  return digest == nullptr ? "sha sum"
                           : std::string(to_string(digest->algorithm)) + "sum";
}

// Counts what the lines could be: neither a bad row at the top nor the last line, which
// the end of the head may have cut off, hides a good list.
std::optional<DetectedList> by_votes(std::string_view text) {
  std::size_t sums = 0;
  std::size_t bare = 0;
  std::size_t bsd = 0;
  std::string sum_name;
  HeadLines lines{text};
  while (const auto line = lines.next()) {
    if (is_blank_or_comment(*line)) continue;
    const PlainRow sum_row = parse_sum_row(*line);
    if (is_row(parse_bsd_row(*line))) {
      ++bsd;
    } else if (is_row(sum_row) && sum_row.bare_digits > 0) {
      ++bare;
    } else if (is_row(sum_row)) {
      if (sums++ == 0) sum_name = sum_list_name(sum_row);
    } else if (is_row(parse_bare_row(*line))) {
      ++bare;
    }
  }
  if (sums == 0 && bare == 0 && bsd == 0) return std::nullopt;
  if (bsd >= sums && bsd >= bare) return DetectedList{ListFormat::bsd_list, "bsd"};
  if (sums >= bare) return DetectedList{ListFormat::sum_list, sum_name};
  return DetectedList{ListFormat::bare_hex, "bare digests"};
}

// Boot sectors of discs and of volumes end so.
bool has_boot_mark(Bytes head) {
  return head.size() >= 512 && head[510] == std::byte{0x55} &&
         head[511] == std::byte{0xAA};
}

// What a file is that is no list and what to do about it; null if that is not known.
const char* remedy_for(Bytes head, std::string_view text) {
  if (looks_like_bloom(head)) {
    return "is a Bloom filter, which holds no digests and so cannot be made a set; get "
           "the list it was made from";
  }
  if (is_hashkeeper_description(text)) {
    return "is HashKeeper's description of a set (.hke) and holds no digests; give the "
           ".hsh file of the same name";
  }
  for (const Lookalike& lookalike : kLookalikes) {
    if (!text.empty() && text.substr(0, lookalike.magic.size()) == lookalike.magic) {
      return lookalike.what;
    }
  }
  return has_boot_mark(head) ? kImage : nullptr;
}

}  // namespace

Result<DetectedList> detect_list(Bytes head, const std::string& path) {
  if (auto found = by_shape(head)) return std::move(*found);
  const std::string_view text = text_after_mark(head);
  if (text.find('\0') == std::string_view::npos) {
    if (auto found = by_json_keys(text)) return std::move(*found);
    if (auto found = by_first_line(text)) return std::move(*found);
    if (looks_like_pdq_list(head)) return pdq_list();
    if (auto found = by_votes(text)) return std::move(*found);
  }
  const auto refuse = [&](const std::string& what) {
    return Fault{FaultKind::unsupported, what, path + ":1", std::nullopt};
  };
  if (const char* remedy = remedy_for(head, text); remedy != nullptr) {
    return refuse(remedy);
  }
  std::string what = text.empty() ? "is empty" : "is not a hash list";
  if (text.substr(0, 1) == "{" || text.substr(0, 1) == "[") {
    what = "seems to be JSON, but is no hash list in JSON";
  } else if (text.substr(0, 1) == "<") {
    what = "seems to be XML or HTML other than NCMEC's hash sharing v2";
  }
  return refuse(what + "; " + std::string(kAccepted));
}

Result<DetectedList> detect_source(ListSource& source) {
  const auto head = source.head();
  if (!head) return head.error();
  auto detected = detect_list(*head, source.name());
  if (!detected || detected->format != ListFormat::sqlite) return detected;
  auto list = SqliteList::open(source);
  if (!list) return std::move(list).error();
  const auto name = rds_sqlite_name(*list);
  if (!name) return name.error();
  if (!name->empty()) return DetectedList{ListFormat::rds_sqlite, *name};
  const auto kdb = is_kdb(*list);
  if (!kdb) return kdb.error();
  if (*kdb) return DetectedList{ListFormat::kdb, "kdb"};
  return Fault{FaultKind::unsupported,
               "is an SQLite database, but has neither the tables of NSRL RDS v3 nor "
               "those of an Autopsy hash set; export the list as CSV",
               source.name(), std::nullopt};
}

Result<DetectedList> format_named(const std::string& name) {
  if (name == pdq_list().name) return pdq_list();
  return Fault{
      FaultKind::usage,
      "\"" + name +
          "\" is no format that can be named; that can be: pdq. All others are "
          "told by content",
      "--format", std::nullopt};
}

}  // namespace winnow
