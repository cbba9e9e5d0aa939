#include "drivers/store/case_walks.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "drivers/store/case_schema.h"
#include "drivers/store/exhibit_reader.h"
#include "drivers/store/exhibit_writer.h"

namespace winnow {
namespace {

// Behind the columns of a finding: the content's own, then those of its holder.
constexpr char kContentColumns[] =
    ", n.position, iif(n.member = 0, d.md5, m.md5), iif(n.member = 0, d.sha1, m.sha1), "
    "iif(n.member = 0, d.sha256, m.sha256), iif(n.member = 0, d.type, m.type), "
    "max(f.uncertain, coalesce(m.uncertain, 0)), f.content, f.path, f.size, "
    "f.allocated, d.md5, d.sha1, d.sha256";
constexpr char kWithDigests[] = " LEFT JOIN digests d ON d.key = f.key";

FileOutcome outcome_of(const Statement& row, int column) {
  if (row.is_null(column)) return FileOutcome::unvisited;
  const std::int64_t number = row.number(column);
  constexpr auto kLast = static_cast<std::int64_t>(FileOutcome::unsupported);
  return number < 0 || number > kLast ? FileOutcome::unsupported
                                      : static_cast<FileOutcome>(number);
}

WalkedFinding walked_file_finding(const Statement& row) {
  constexpr int kAt = kFindingColumnCount;
  WalkedFinding walked;
  walked.finding = finding_of(row);
  walked.whole_runs = runs_of(row.blob(kRunsOfFinding));
  walked.content = digests_of(row, kAt + 1);
  walked.type = row.text(kAt + 4);
  walked.is_uncertain = row.number(kAt + 5) != 0;
  walked.kept = static_cast<ContentKind>(std::clamp<std::int64_t>(
      row.number(kAt + 6), 0, static_cast<std::int64_t>(ContentKind::none)));
  if (walked.finding.member == 0) return walked;
  walked.holder_path = row.text(kAt + 7);
  walked.holder_size = row.unsigned_number(kAt + 8);
  walked.is_holder_allocated = row.number(kAt + 9) != 0;
  walked.holder = digests_of(row, kAt + 10);
  return walked;
}

Result<Statement> of_exhibit(Database& database, const std::string& sql,
                             const std::string& ref) {
  const auto exhibit = exhibit_number(database, ref);
  if (!exhibit) return exhibit.error();
  auto rows = database.prepare(sql);
  if (rows) rows->bind(1, *exhibit);
  return rows;
}

}  // namespace

Result<FindingWalk> FindingWalk::of(Database& database, const std::string& ref,
                                    Order order) {
  const std::string ordered = order == Order::stable
                                  ? " WHERE n.exhibit = ? ORDER BY n.position"
                                  : " WHERE n.exhibit = ? ORDER BY n.file, n.member, "
                                    "n.position";
  auto files = of_exhibit(database,
                          std::string("SELECT ") + kFindingColumns + kContentColumns +
                              kFindingTables + kWithDigests + ordered,
                          ref);
  if (!files) return std::move(files).error();
  auto blocks =
      of_exhibit(database,
                 std::string("SELECT ") + kBlockFindingColumns + ", n.position" +
                     kBlockFindingTables + " WHERE n.exhibit = ? ORDER BY n.position",
                 ref);
  if (!blocks) return std::move(blocks).error();
  FindingWalk walk({std::move(*files), std::nullopt, 0},
                   {std::move(*blocks), std::nullopt, 0}, order);
  if (auto read = walk.read_ahead(walk.files_, true); !read) {
    return std::move(read).error();
  }
  if (auto read = walk.read_ahead(walk.blocks_, false); !read) {
    return std::move(read).error();
  }
  return walk;
}

Result<void> FindingWalk::read_ahead(Source& source, bool is_of_files) {
  source.ahead.reset();
  const auto row = source.rows.step();
  if (!row) return row.error();
  if (!*row) return {};
  if (is_of_files) {
    source.ahead = walked_file_finding(source.rows);
    source.position = source.rows.number(kFindingColumnCount);
  } else {
    source.ahead.emplace().finding = block_finding_of(source.rows);
    source.position = source.rows.number(kBlockFindingColumnCount);
  }
  return {};
}

Result<std::optional<WalkedFinding>> FindingWalk::next() {
  const bool is_of_files =
      files_.ahead && (!blocks_.ahead || order_ == Order::by_file ||
                       files_.position < blocks_.position);
  Source& source = is_of_files ? files_ : blocks_;
  std::optional<WalkedFinding> given = std::move(source.ahead);
  if (!given) return given;
  if (auto read = read_ahead(source, is_of_files); !read) {
    return std::move(read).error();
  }
  return given;
}

Result<FileWalk> FileWalk::of(Database& database, const std::string& ref,
                              std::optional<std::uint32_t> volume) {
  const auto exhibit = exhibit_number(database, ref);
  if (!exhibit) return exhibit.error();
  auto files = database.prepare(
      std::string("SELECT f.key, f.volume, f.path, f.size, f.allocated, f.uncertain, "
                  "f.content, f.inode, f.same_content_as, f.runs, f.modified, "
                  "f.modified_ns, f.accessed, f.accessed_ns, f.changed, f.changed_ns, "
                  "f.created, f.created_ns, d.outcome, d.reason, d.type, d.md5, "
                  "d.sha1, d.sha256 FROM files f LEFT JOIN digests d ON "
                  "d.key = f.key WHERE f.key >= ? AND f.key < ?") +
      (volume ? " AND f.volume = ?" : "") + " ORDER BY f.key");
  if (!files) return std::move(files).error();
  auto members = database.prepare(
      "SELECT key, member, path, size, allocated, outcome, reason, type, md5, sha1, "
      "sha256 FROM members WHERE key >= ? AND key < ? ORDER BY key, member");
  if (!members) return std::move(members).error();
  for (Statement* rows : {&*files, &*members}) {
    rows->bind(1, *exhibit << kKeyShift);
    rows->bind(2, (*exhibit + 1) << kKeyShift);
  }
  if (volume) files->bind(3, std::int64_t{*volume});
  return FileWalk(std::move(*files), std::move(*members));
}

Result<std::optional<WalkedFile>> FileWalk::next() {
  const auto row = files_.step();
  if (!row) return row.error();
  if (!*row) return std::optional<WalkedFile>();
  file_key_ = files_.number(0);
  WalkedFile walked;
  FileRecord& file = walked.file;
  file.id = static_cast<FileId>(file_key_ & 0xFFFFFFFF);
  file.volume = static_cast<std::uint32_t>(files_.number(1));
  file.path = files_.text(2);
  file.size = files_.unsigned_number(3);
  file.allocated = files_.number(4) != 0;
  file.uncertain = files_.number(5) != 0;
  file.content = static_cast<ContentKind>(std::clamp<std::int64_t>(
      files_.number(6), 0, static_cast<std::int64_t>(ContentKind::none)));
  file.inode = files_.unsigned_number(7);
  if (!files_.is_null(8)) file.same_content_as = static_cast<FileId>(files_.number(8));
  file.runs = runs_of(files_.blob(9));
  file.times = times_of(files_, 10);
  walked.outcome = outcome_of(files_, 18);
  walked.reason = files_.text(19);
  walked.type = files_.text(20);
  walked.digests = digests_of(files_, 21);
  return std::optional(std::move(walked));
}

Result<std::optional<WalkedMember>> FileWalk::next_member() {
  while (!is_past_members_) {
    if (!has_member_ahead_) {
      const auto row = members_.step();
      if (!row) return row.error();
      is_past_members_ = !*row;
      has_member_ahead_ = *row;
      continue;
    }
    const std::int64_t key = members_.number(0);
    if (key > file_key_) break;
    has_member_ahead_ = false;
    if (key < file_key_) continue;
    WalkedMember member;
    member.number = static_cast<std::uint32_t>(members_.number(1));
    member.path = members_.text(2);
    member.size = members_.unsigned_number(3);
    member.is_allocated = members_.number(4) != 0;
    member.outcome = outcome_of(members_, 5);
    member.reason = members_.text(6);
    member.type = members_.text(7);
    member.digests = digests_of(members_, 8);
    return std::optional(std::move(member));
  }
  return std::optional<WalkedMember>();
}

namespace {

// exact and near; see FindingKind.
constexpr char kOfListedContents[] =
    " WHERE n.kind IN (0, 1) AND n.md5 IS NOT NULL AND (? = 0 OR n.exhibit = ?)"
    " ORDER BY n.md5, n.size, n.sha1, n.sha256, e.ref, n.file, n.member, n.position";

// For "", 0, which no exhibit has.
Result<std::int64_t> number_or_all(Database& database, const std::string& ref) {
  return ref.empty() ? Result<std::int64_t>(0) : exhibit_number(database, ref);
}

Result<Statement> of_all_or_one(Database& database, const std::string& sql,
                                std::int64_t exhibit) {
  auto rows = database.prepare(sql);
  if (!rows) return rows;
  rows->bind(1, exhibit);
  rows->bind(2, exhibit);
  return rows;
}

// Whether a row is of the same content as those before it. What these did not know of
// it, for another scan kept fewer digests, is added. Rows come by MD5 and by size.
bool takes_row(WalkedContent& content, const Digests& digests, std::uint64_t size) {
  if (content.size != size) return false;
  for (const Algorithm algorithm : kAlgorithms) {
    const auto& ours = content.digests.get(algorithm);
    const auto& theirs = digests.get(algorithm);
    if (ours && theirs && *ours != *theirs) return false;
  }
  for (const Algorithm algorithm : kAlgorithms) {
    if (const auto& theirs = digests.get(algorithm)) content.digests.set(*theirs);
  }
  return true;
}

// Columns md5, sha1, sha256, size, type, then what the set says.
Assertion assertion_of(const Statement& row) {
  Assertion one;
  one.kind = row.number(5) == static_cast<std::int64_t>(FindingKind::near)
                 ? FindingKind::near
                 : FindingKind::exact;
  one.set = row.text(6);
  one.entry = static_cast<std::uint32_t>(row.number(7));
  one.category.profile = row.text(8);
  if (!row.is_null(9)) one.category.code = row.number(9);
  one.category.label = row.text(10);
  if (!row.is_null(11)) one.distance = static_cast<std::uint32_t>(row.number(11));
  return one;
}

void add_once(std::vector<Assertion>& all, Assertion one) {
  const auto place = std::lower_bound(all.begin(), all.end(), one);
  if (place == all.end() || !(*place == one)) all.insert(place, std::move(one));
}

}  // namespace

bool Assertion::operator<(const Assertion& other) const {
  const auto key = [](const Assertion& one) {
    return std::tie(one.kind, one.set, one.entry, one.category.profile,
                    one.category.code, one.category.label, one.distance);
  };
  return key(*this) < key(other);
}

Result<CountedFindings> count_kinds(Database& database, const std::string& ref) {
  const auto exhibit = number_or_all(database, ref);
  if (!exhibit) return exhibit.error();
  auto rows = of_all_or_one(
      database,
      "SELECT kind, count(*), sum(md5 IS NULL AND kind IN (0, 1)) FROM findings "
      "WHERE (? = 0 OR exhibit = ?) GROUP BY kind",
      *exhibit);
  if (!rows) return std::move(rows).error();
  CountedFindings counts;
  while (true) {
    const auto row = rows->step();
    if (!row) return row.error();
    if (!*row) break;
    const std::uint64_t kind = rows->unsigned_number(0);
    if (kind < kFindingKinds) counts.by_kind[kind] = rows->unsigned_number(1);
    counts.without_md5 += rows->unsigned_number(2);
  }
  auto blocks = of_all_or_one(
      database, "SELECT count(*) FROM block_findings WHERE (? = 0 OR exhibit = ?)",
      *exhibit);
  if (!blocks) return std::move(blocks).error();
  const auto row = blocks->step();
  if (!row) return row.error();
  counts.by_kind[static_cast<std::size_t>(FindingKind::block)] =
      *row ? blocks->unsigned_number(0) : 0;
  return counts;
}

Result<ContentWalk> ContentWalk::of(Database& database, const std::string& ref) {
  const auto exhibit = number_or_all(database, ref);
  if (!exhibit) return exhibit.error();
  constexpr char kExhibits[] = " JOIN exhibits e ON e.exhibit = n.exhibit";
  auto contents = of_all_or_one(
      database,
      std::string("SELECT n.md5, n.sha1, n.sha256, n.size, "
                  "iif(n.member = 0, d.type, m.type), n.kind, n.set_name, n.entry, "
                  "n.profile, n.code, n.label, n.distance") +
          kFindingTables + kWithDigests + kExhibits + kOfListedContents,
      *exhibit);
  if (!contents) return std::move(contents).error();
  auto places =
      of_all_or_one(database,
                    std::string("SELECT ") + kFindingColumns +
                        ", e.ref, f.path, d.md5, d.sha1, d.sha256" + kFindingTables +
                        kWithDigests + kExhibits + kOfListedContents,
                    *exhibit);
  if (!places) return std::move(places).error();
  return ContentWalk(std::move(*contents), std::move(*places));
}

Result<std::optional<WalkedContent>> ContentWalk::next() {
  WalkedContent content;
  bool is_begun = false;
  while (!is_past_contents_) {
    if (!has_content_ahead_) {
      const auto row = contents_.step();
      if (!row) return row.error();
      is_past_contents_ = !*row;
      has_content_ahead_ = *row;
      continue;
    }
    const Digests digests = digests_of(contents_, 0);
    const std::uint64_t size = contents_.unsigned_number(3);
    if (!is_begun) content.size = size;
    if (!takes_row(content, digests, size)) break;
    is_begun = true;
    has_content_ahead_ = false;
    if (content.type.empty()) content.type = contents_.text(4);
    add_once(content.assertions, assertion_of(contents_));
  }
  has_begun_places_ = false;
  last_place_.reset();
  if (!is_begun) return std::optional<WalkedContent>();
  return std::optional(std::move(content));
}

Result<std::optional<ContentPlaceFound>> ContentWalk::next_place() {
  while (!is_past_places_) {
    if (!has_place_ahead_) {
      const auto row = places_.step();
      if (!row) return row.error();
      is_past_places_ = !*row;
      has_place_ahead_ = *row;
      continue;
    }
    ContentPlaceFound found;
    found.finding = finding_of(places_);
    if (!has_begun_places_) content_of_places_ = {{}, found.finding.size, "", {}};
    has_begun_places_ = true;
    if (!takes_row(content_of_places_, found.finding.digests, found.finding.size)) {
      break;
    }
    has_place_ahead_ = false;
    found.exhibit = places_.text(kFindingColumnCount);
    std::pair place{found.exhibit, std::pair{found.finding.file, found.finding.member}};
    if (place == last_place_) continue;
    last_place_ = std::move(place);
    if (found.finding.member != 0) {
      found.holder_path = places_.text(kFindingColumnCount + 1);
      found.holder = digests_of(places_, kFindingColumnCount + 2);
    }
    return std::optional(std::move(found));
  }
  return std::optional<ContentPlaceFound>();
}

}  // namespace winnow
