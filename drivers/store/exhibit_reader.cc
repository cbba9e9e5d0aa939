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
  coverage.members.listed = count();
  for (std::uint64_t& outcome : coverage.members.by_outcome) outcome = count();
  coverage.pictures.compared = count();
  coverage.pictures.too_even = count();
  coverage.pictures.known_benign = count();
  coverage.pictures.not_decoded = count();
  coverage.keeps_pictures = flag();
  coverage.keeps_blocks = flag();
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

std::vector<Run> runs_without_holes(Bytes blob) {
  std::vector<Run> runs = runs_of(blob);
  std::erase_if(runs, [](const Run& run) { return run.is_hole(); });
  return runs;
}

// From this column on.
void read_near(const Statement& row, int column, Finding& finding) {
  const Bytes pdq = row.blob(column);
  PdqHash& hash = finding.pdq.emplace();
  if (pdq.size() == hash.value.size()) {
    std::copy(pdq.begin(), pdq.end(), hash.value.begin());
  }
  NearFacts& near = finding.near.emplace();
  near.distance = static_cast<std::uint32_t>(row.number(column + 1));
  near.quality = static_cast<std::uint32_t>(row.number(column + 2));
  near.form = as_enum(row.number(column + 3), PdqForm::reduced);
  near.variant = as_enum(row.number(column + 4), PdqVariant::flipped_minus);
  near.others = static_cast<std::uint32_t>(row.number(column + 5));
  near.frames = static_cast<std::uint32_t>(row.number(column + 6));
  near.first_ms = row.unsigned_number(column + 7);
  near.last_ms = row.unsigned_number(column + 8);
  near.set_size = row.unsigned_number(column + 9);
  near.compared = row.unsigned_number(column + 10);
  near.chance.exponent = static_cast<int>(row.number(column + 11));
}

}  // namespace

FileTimes times_of(const Statement& row, int column) {
  return {instant_of(row, column), instant_of(row, column + 2),
          instant_of(row, column + 4), instant_of(row, column + 6)};
}

Digests digests_of(const Statement& row, int column) {
  Digests digests;
  for (const Algorithm algorithm : kAlgorithms) {
    const int at = column + static_cast<int>(algorithm);
    if (row.is_null(at)) continue;
    if (const auto digest = make_digest(algorithm, row.blob(at))) digests.set(*digest);
  }
  return digests;
}

std::vector<Run> runs_of(Bytes blob) {
  std::vector<Run> runs;
  for (std::size_t at = 0; at + 16 <= blob.size(); at += 16) {
    runs.push_back({le<std::uint64_t>(blob, at), le<std::uint64_t>(blob, at + 8)});
  }
  return runs;
}

Finding finding_of(const Statement& row) {
  Finding finding;
  finding.file = static_cast<FileId>(row.number(0));
  finding.member = static_cast<std::uint32_t>(row.number(1));
  finding.kind = as_enum(row.number(2), FindingKind::indication);
  finding.set_number = static_cast<std::uint32_t>(row.number(3));
  finding.set = row.text(4);
  finding.entry = static_cast<std::uint32_t>(row.number(5));
  finding.category.profile = row.text(6);
  if (!row.is_null(7)) finding.category.code = row.number(7);
  finding.category.label = row.text(8);
  finding.algorithm = as_enum(row.number(9), Algorithm::sha256);
  finding.tier = as_enum(row.number(10), Tier::everything);
  finding.note = row.text(11);
  finding.hint = row.text(12);
  finding.path = row.text(13);
  finding.size = row.unsigned_number(14);
  finding.digests = digests_of(row, 15);
  if (!row.is_null(18)) read_near(row, 18, finding);
  finding.allocated = row.number(30) != 0;
  finding.inode = row.unsigned_number(31);
  finding.runs = runs_without_holes(row.blob(32));
  finding.times = times_of(row, 33);
  return finding;
}

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

Result<Coverage> read_summary(Database& database, const std::string& ref) {
  Coverage coverage;
  auto read = for_each_row(
      database,
      "SELECT kind, is_folder, evidence_bytes, unsupported, total, read, unread, "
      "unreadable, logical, listed, matched, hashed, probed, skipped, encrypted, "
      "unreadable_files, failed, unvisited, known_benign, kept, ended, balanced, "
      "complete, until, space_searched, examined_bytes, sampled_bytes, samples, "
      "samples_read, unseen_bytes, probative_ppm, settled_bytes, members, "
      "members_matched, members_hashed, members_probed, members_skipped, "
      "members_encrypted, members_unreadable, members_failed, members_unvisited, "
      "pictures_compared, pictures_too_even, pictures_known_benign, "
      "pictures_not_decoded, keeps_pictures, keeps_blocks FROM exhibits WHERE "
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
      "SELECT name, points, pictures FROM classes WHERE exhibit = ? ORDER BY number",
      ref, [&](const Statement& row) {
        ClassCount& one = coverage.classes.emplace_back();
        one.kind.name = row.text(0);
        one.kind.points = static_cast<std::uint32_t>(row.number(1));
        one.pictures = row.unsigned_number(2);
      });
  if (!read) return std::move(read).error();
  read = for_each_row(
      database,
      "SELECT volume, \"offset\", length, filesystem, outcome, reason FROM volumes "
      "WHERE exhibit = ? ORDER BY volume",
      ref, [&](const Statement& row) { coverage.volumes.push_back(volume_of(row)); });
  if (!read) return std::move(read).error();
  return coverage;
}

Result<Coverage> read_coverage(Database& database, const std::string& ref) {
  auto coverage = read_summary(database, ref);
  if (!coverage) return coverage;
  const auto read = for_each_row(
      database,
      "SELECT path, \"offset\", length, outcome, reason FROM problems WHERE exhibit = "
      "? "
      "ORDER BY position",
      ref,
      [&](const Statement& row) { coverage->problems.push_back(problem_of(row)); });
  if (!read) return read.error();
  return coverage;
}

Result<std::vector<Finding>> read_findings(Database& database, const std::string& ref) {
  std::vector<Finding> findings;
  const std::string where = " WHERE n.exhibit = ?";
  auto read = for_each_row(
      database, "SELECT " + std::string(kFindingColumns) + kFindingTables + where, ref,
      [&](const Statement& row) { findings.push_back(finding_of(row)); });
  if (!read) return std::move(read).error();
  read = for_each_row(
      database,
      "SELECT " + std::string(kBlockFindingColumns) + kBlockFindingTables + where, ref,
      [&](const Statement& row) { findings.push_back(block_finding_of(row)); });
  if (!read) return std::move(read).error();
  std::sort(findings.begin(), findings.end(), comes_before);
  return findings;
}

}  // namespace winnow
