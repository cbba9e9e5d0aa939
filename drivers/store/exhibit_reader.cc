#include "drivers/store/exhibit_reader.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "drivers/store/exhibit_writer.h"

namespace winnow {
namespace {

// A number out of a column as an enumeration; out of range is its last value, which in
// all of them claims least.
template <typename E>
E as_enum(std::int64_t number, E last) {
  const auto highest = static_cast<std::int64_t>(last);
  return static_cast<E>(number < 0 || number > highest ? highest : number);
}

// Calls `take` for every row of the exhibit that `sql` gives.
Result<void> for_each_row(Database& database, const std::string& sql,
                          const std::string& ref,
                          const std::function<void(const Statement&)>& take) {
  auto statement = database.prepare(sql);
  if (!statement) return std::move(statement).error();
  const auto exhibit = exhibit_number(database, ref);
  if (!exhibit) return exhibit.error();
  statement->bind(1, *exhibit);
  while (true) {
    const auto row = statement->step();
    if (!row) return row.error();
    if (!*row) return {};
    take(*statement);
  }
}

void read_exhibit_row(const Statement& row, Coverage& coverage) {
  int column = 0;
  const auto count = [&] { return row.unsigned_number(column++); };
  const auto flag = [&] { return row.number(column++) != 0; };
  coverage.evidence.kind = row.text(column++);
  coverage.evidence.is_folder = flag();
  coverage.evidence.bytes = count();
  coverage.evidence.unsupported = row.text(column++);
  coverage.total_bytes = count();
  coverage.read_bytes = count();
  coverage.unread_bytes = count();
  coverage.unreadable_bytes = count();
  coverage.logical_bytes = count();
  coverage.files.listed = count();
  for (std::uint64_t& outcome : coverage.files.by_outcome) outcome = count();
  coverage.known_benign = count();
  coverage.kept = AlgorithmSet::from_bits(static_cast<std::uint8_t>(count()));
  coverage.ended = flag();
  coverage.balanced = flag();
  coverage.complete = flag();
  coverage.until = as_enum(row.number(column++), Tier::everything);
  coverage.space_searched = flag();
  ResidualBasis& basis = coverage.residual;
  basis.examined_bytes = count();
  basis.sampled_bytes = count();
  basis.samples = count();
  basis.samples_read = count();
  basis.unseen_bytes = count();
  basis.probative_ppm = static_cast<std::uint32_t>(count());
  basis.settled_bytes = count();
  basis.is_folder = coverage.evidence.is_folder;
}

VolumeRecord volume_of(const Statement& row) {
  VolumeRecord volume;
  volume.index = static_cast<std::uint32_t>(row.number(0));
  volume.offset = row.unsigned_number(1);
  volume.length = row.unsigned_number(2);
  volume.filesystem = row.text(3);
  volume.outcome = as_enum(row.number(4), VolumeOutcome::failed);
  volume.reason = row.text(5);
  return volume;
}

Problem problem_of(const Statement& row) {
  Problem problem;
  problem.path = row.text(0);
  if (!row.is_null(1)) problem.range = {row.unsigned_number(1), row.unsigned_number(2)};
  problem.outcome = row.text(3);
  problem.reason = row.text(4);
  return problem;
}

std::optional<Instant> instant_of(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Instant{row.number(column),
                 static_cast<std::uint32_t>(row.number(column + 1))};
}

// Eight columns.
FileTimes times_of(const Statement& row, int column) {
  return {instant_of(row, column), instant_of(row, column + 2),
          instant_of(row, column + 4), instant_of(row, column + 6)};
}

void read_digest(const Statement& row, int column, Algorithm algorithm,
                 Digests& digests) {
  if (row.is_null(column)) return;
  if (const auto digest = make_digest(algorithm, row.blob(column)))
    digests.set(*digest);
}

std::vector<Run> runs_without_holes(Bytes blob) {
  std::vector<Run> runs;
  for (std::size_t at = 0; at + 16 <= blob.size(); at += 16) {
    const Run run{le<std::uint64_t>(blob, at), le<std::uint64_t>(blob, at + 8)};
    if (!run.is_hole()) runs.push_back(run);
  }
  return runs;
}

// 32 is kKeyShift.
constexpr char kFindingsQuery[] =
    "SELECT n.file, n.set_number, n.kind, n.algorithm, n.entry, n.profile, n.code, "
    "n.label, n.tier, n.note, s.name, f.path, f.size, f.allocated, f.inode, f.runs, "
    "d.md5, d.sha1, d.sha256, f.modified, f.modified_ns, f.accessed, f.accessed_ns, "
    "f.changed, f.changed_ns, f.created, f.created_ns FROM findings n "
    "JOIN files f ON f.key = (n.exhibit << 32 | n.file) "
    "JOIN digests d ON d.key = (n.exhibit << 32 | n.file) "
    "JOIN sets s ON s.exhibit = n.exhibit AND s.number = n.set_number "
    "WHERE n.exhibit = ?";

Finding finding_of(const Statement& row) {
  Finding finding;
  finding.file = static_cast<FileId>(row.number(0));
  finding.set_number = static_cast<std::uint32_t>(row.number(1));
  finding.kind = as_enum(row.number(2), FindingKind::indication);
  finding.algorithm = as_enum(row.number(3), Algorithm::sha256);
  finding.entry = static_cast<std::uint32_t>(row.number(4));
  finding.category.profile = row.text(5);
  if (!row.is_null(6)) finding.category.code = row.number(6);
  finding.category.label = row.text(7);
  finding.tier = as_enum(row.number(8), Tier::everything);
  finding.note = row.text(9);
  finding.set = row.text(10);
  finding.path = row.text(11);
  finding.size = row.unsigned_number(12);
  finding.allocated = row.number(13) != 0;
  finding.inode = row.unsigned_number(14);
  finding.runs = runs_without_holes(row.blob(15));
  read_digest(row, 16, Algorithm::md5, finding.digests);
  read_digest(row, 17, Algorithm::sha1, finding.digests);
  read_digest(row, 18, Algorithm::sha256, finding.digests);
  finding.times = times_of(row, 19);
  return finding;
}

constexpr char kBlockFindingsQuery[] =
    "SELECT n.set_number, n.entry, n.profile, n.code, n.label, n.path, n.offset, "
    "n.length, n.tier, n.note, s.name FROM block_findings n "
    "JOIN sets s ON s.exhibit = n.exhibit AND s.number = n.set_number "
    "WHERE n.exhibit = ?";

Finding block_finding_of(const Statement& row) {
  Finding finding;
  finding.kind = FindingKind::block;
  finding.allocated = false;
  finding.set_number = static_cast<std::uint32_t>(row.number(0));
  finding.entry = static_cast<std::uint32_t>(row.number(1));
  finding.category.profile = row.text(2);
  if (!row.is_null(3)) finding.category.code = row.number(3);
  finding.category.label = row.text(4);
  finding.path = row.text(5);
  finding.size = row.unsigned_number(7);
  finding.runs = {{row.unsigned_number(6), finding.size}};
  finding.tier = as_enum(row.number(8), Tier::everything);
  finding.note = row.text(9);
  finding.set = row.text(10);
  return finding;
}

constexpr char kNameFindingsQuery[] =
    "SELECT n.file, n.rule, n.tier, n.hint, n.note, f.path, f.size, f.allocated, "
    "f.inode, f.runs, f.modified, f.modified_ns, f.accessed, f.accessed_ns, f.changed, "
    "f.changed_ns, f.created, f.created_ns FROM name_findings n "
    "JOIN files f ON f.key = (n.exhibit << 32 | n.file) WHERE n.exhibit = ?";

Finding name_finding_of(const Statement& row) {
  Finding finding;
  finding.kind = FindingKind::indication;
  finding.set_number = kNoSet;
  finding.set = kNamesSet;
  finding.file = static_cast<FileId>(row.number(0));
  finding.entry = static_cast<std::uint32_t>(row.number(1));
  finding.tier = as_enum(row.number(2), Tier::everything);
  finding.hint = row.text(3);
  finding.note = row.text(4);
  finding.path = row.text(5);
  finding.size = row.unsigned_number(6);
  finding.allocated = row.number(7) != 0;
  finding.inode = row.unsigned_number(8);
  finding.runs = runs_without_holes(row.blob(9));
  finding.times = times_of(row, 10);
  return finding;
}

}  // namespace

Result<Coverage> read_coverage(Database& database, const std::string& ref) {
  Coverage coverage;
  auto read = for_each_row(
      database,
      "SELECT kind, is_folder, evidence_bytes, unsupported, total, read, unread, "
      "unreadable, logical, listed, matched, hashed, probed, skipped, encrypted, "
      "unreadable_files, failed, unvisited, known_benign, kept, ended, balanced, "
      "complete, until, space_searched, examined_bytes, sampled_bytes, samples, "
      "samples_read, unseen_bytes, probative_ppm, settled_bytes FROM exhibits WHERE "
      "exhibit = ?",
      ref, [&](const Statement& row) { read_exhibit_row(row, coverage); });
  if (!read) return std::move(read).error();
  read = for_each_row(
      database, "SELECT key, value FROM metadata WHERE exhibit = ? ORDER BY position",
      ref, [&](const Statement& row) {
        coverage.evidence.metadata.emplace_back(row.text(0), row.text(1));
      });
  if (!read) return std::move(read).error();
  read = for_each_row(
      database, "SELECT name, id, type FROM sets WHERE exhibit = ? ORDER BY number",
      ref, [&](const Statement& row) {
        coverage.sets.push_back({std::string(row.text(0)), std::string(row.text(1)),
                                 as_enum(row.number(2), SetType::ignore)});
      });
  if (!read) return std::move(read).error();
  read = for_each_row(
      database,
      "SELECT volume, offset, length, filesystem, outcome, reason FROM volumes "
      "WHERE exhibit = ? ORDER BY volume",
      ref, [&](const Statement& row) { coverage.volumes.push_back(volume_of(row)); });
  if (!read) return std::move(read).error();
  read = for_each_row(
      database,
      "SELECT path, offset, length, outcome, reason FROM problems WHERE exhibit = ? "
      "ORDER BY position",
      ref, [&](const Statement& row) { coverage.problems.push_back(problem_of(row)); });
  if (!read) return std::move(read).error();
  return coverage;
}

Result<std::vector<Finding>> read_findings(Database& database, const std::string& ref) {
  std::vector<Finding> findings;
  auto read = for_each_row(database, kFindingsQuery, ref, [&](const Statement& row) {
    findings.push_back(finding_of(row));
  });
  if (!read) return std::move(read).error();
  read = for_each_row(database, kBlockFindingsQuery, ref, [&](const Statement& row) {
    findings.push_back(block_finding_of(row));
  });
  if (!read) return std::move(read).error();
  read = for_each_row(database, kNameFindingsQuery, ref, [&](const Statement& row) {
    findings.push_back(name_finding_of(row));
  });
  if (!read) return std::move(read).error();
  std::sort(findings.begin(), findings.end(), comes_before);
  return findings;
}

}  // namespace winnow
