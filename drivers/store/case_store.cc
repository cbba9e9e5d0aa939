#include "drivers/store/case_store.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "base/checksum.h"
#include "drivers/store/case_schema.h"
#include "drivers/store/case_versions.h"
#include "drivers/store/exhibit_reader.h"
#include "drivers/store/exhibit_writer.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

std::string name_of(const std::string& journal) {
  return std::filesystem::path(journal).filename().string();
}

std::uint64_t bytes_in(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return error ? 0 : size;
}

// A journal with a hole in the middle is answered as far as it goes, and says so.
void add_damage(Coverage& coverage, const std::string& complaint) {
  coverage.problems.push_back({"", std::nullopt, to_string(FileOutcome::failed),
                               "the journal of this exhibit " + complaint});
  std::sort(coverage.problems.begin(), coverage.problems.end());
  coverage.complete = false;
}

// Nothing of an older schema is lost: all of it is in the journals.
Result<void> make_tables(Database& database) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return std::move(transaction).error();
  for (const TableFacts& table : kTables) {
    auto dropped = database.execute(std::string("DROP TABLE IF EXISTS ") + table.name);
    if (!dropped) return dropped;
  }
  if (auto made = database.execute(kSchema); !made) return made;
  if (auto set = database.set_version(kSchemaVersion); !set) return set;
  return transaction->commit();
}

}  // namespace

Result<void> check_journals(const CaseFolder& folder, bool may_be_damaged) {
  const auto journals = folder.journals();
  if (!journals) return journals.error();
  for (const std::string& journal : *journals) {
    const auto reader = JournalReader::open(journal);
    if (reader) continue;
    if (!may_be_damaged || reader.error().kind == FaultKind::unsupported) {
      return reader.error();
    }
  }
  return {};
}

Result<CaseStore> CaseStore::open(const std::string& path) {
  auto database = Database::open(path);
  if (!database) return std::move(database).error();
  const auto version = database->version();
  if (!version) return version.error();
  if (*version > kSchemaVersion) {
    return newer_version("database format", *version, kSchemaVersion, path);
  }
  if (*version < kSchemaVersion) {
    if (auto made = make_tables(*database); !made) return std::move(made).error();
  }
  CaseStore store(std::move(*database));
  store.was_of_older_schema_ = *version > 0 && *version < kSchemaVersion;
  return store;
}

Result<CaseStore> CaseStore::create_anew(const CaseFolder& folder) {
  if (auto checked = check_journals(folder); !checked) {
    return std::move(checked).error();
  }
  for (const char* ending : {"", "-wal", "-shm"}) {
    const std::string path = folder.database_path() + ending;
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
      return fault_from_errno(errno, "cannot be replaced", path);
    }
  }
  return open(folder.database_path());
}

Result<void> CaseStore::take_journal(const std::string& journal) {
  const auto run = run_of_journal(journal);
  if (!run) return run.error();
  if (!*run) return {};  // cut off before it said whose it is: nothing to tell
  const std::string& ref = (*run)->exhibit;
  auto transaction = Transaction::begin(database_);
  if (!transaction) return std::move(transaction).error();
  auto writer = ExhibitWriter::create(database_, ref);
  if (!writer) return std::move(writer).error();
  const std::uint64_t bytes = bytes_in(journal);
  const auto replay = replay_journal(
      journal, [&](const Message& message) { return writer->take(message); });
  if (!replay) return replay.error();
  Coverage coverage = replay->ledger.coverage();
  if (replay->end == JournalEnd::damaged) add_damage(coverage, replay->complaint);
  auto finished = writer->finish(replay->ledger, coverage,
                                 {name_of(journal), bytes, replay->mark.chain});
  if (!finished) return finished;
  return transaction->commit();
}

Result<void> CaseStore::take_rematch(const std::string& journal, const Ledger& ledger,
                                     const JournalMark& before,
                                     const JournalMark& end) {
  const auto are_known = has_rows_of(journal, before.offset);
  if (!are_known) return are_known.error();
  if (!*are_known) return take_journal(journal);
  auto transaction = Transaction::begin(database_);
  if (!transaction) return std::move(transaction).error();
  auto writer = ExhibitWriter::open(database_, ledger.run()->exhibit);
  if (!writer) return std::move(writer).error();
  auto amended = writer->amend(ledger, ledger.coverage(),
                               {name_of(journal), end.offset, end.chain});
  if (!amended) return amended;
  return transaction->commit();
}

std::unique_ptr<JournalFollower> CaseStore::follow_journal(std::string journal) {
  return std::make_unique<JournalFollower>(database_, std::move(journal));
}

Result<bool> CaseStore::has_rows_of(const std::string& journal, std::uint64_t bytes) {
  auto statement =
      database_.prepare("SELECT journal_bytes FROM exhibits WHERE journal = ?");
  if (!statement) return std::move(statement).error();
  const std::string name = name_of(journal);
  statement->bind(1, name);
  const auto row = statement->step();
  if (!row) return row.error();
  return *row && statement->unsigned_number(0) == bytes;
}

Result<void> CaseStore::take_if_newer(const std::string& journal) {
  const auto current = has_rows_of(journal, bytes_in(journal));
  if (!current) return current.error();
  return *current ? Result<void>() : take_journal(journal);
}

Result<std::string> CaseStore::catch_up_with(const std::string& journal) {
  const auto run = run_of_journal(journal);
  if (!run) return run.error();
  if (auto taken = take_if_newer(journal); !taken) return std::move(taken).error();
  return *run ? (*run)->exhibit : std::string();
}

Result<void> CaseStore::bring_up_to_date(const CaseFolder& folder,
                                         std::vector<Fault>* unread) {
  const auto journals = folder.journals();
  if (!journals) return journals.error();
  std::set<std::string> refs;
  for (const std::string& journal : *journals) {
    auto ref = catch_up_with(journal);
    if (ref) {
      refs.insert(std::move(*ref));
    } else if (unread != nullptr && ref.error().place == journal) {
      unread->push_back(std::move(ref).error());
    } else {
      return std::move(ref).error();
    }
  }
  if (unread != nullptr && !unread->empty()) return {};
  const auto known = exhibits();
  if (!known) return known.error();
  for (const std::string& ref : *known) {
    if (refs.contains(ref)) continue;
    const auto exhibit = exhibit_number(database_, ref);
    if (!exhibit) return exhibit.error();
    if (auto removed = remove_exhibit(database_, *exhibit); !removed) return removed;
  }
  return {};
}

Result<std::vector<std::string>> CaseStore::exhibits() {
  auto statement = database_.prepare("SELECT ref FROM exhibits ORDER BY ref");
  if (!statement) return std::move(statement).error();
  std::vector<std::string> refs;
  while (true) {
    const auto row = statement->step();
    if (!row) return row.error();
    if (!*row) return refs;
    refs.emplace_back(statement->text(0));
  }
}

Result<Coverage> CaseStore::coverage(const std::string& ref) {
  return read_coverage(database_, ref);
}

Result<std::vector<Finding>> CaseStore::findings(const std::string& ref) {
  return read_findings(database_, ref);
}

Result<Coverage> CaseStore::summary(const std::string& ref) {
  return read_summary(database_, ref);
}

Result<ScanFactsOnRecord> CaseStore::scan_facts(const std::string& ref) {
  auto row = database_.prepare(
      "SELECT path, operator, tool_version, configuration FROM exhibits WHERE ref = ?");
  if (!row) return std::move(row).error();
  row->bind(1, ref);
  const auto is_there = row->step();
  if (!is_there) return is_there.error();
  if (!*is_there) return ScanFactsOnRecord{};
  return ScanFactsOnRecord{std::string(row->text(0)), std::string(row->text(1)),
                           std::string(row->text(2)), std::string(row->text(3))};
}

Result<FindingWalk> CaseStore::walk_findings(const std::string& ref,
                                             FindingWalk::Order order) {
  return FindingWalk::of(database_, ref, order);
}

Result<FileWalk> CaseStore::walk_files(const std::string& ref,
                                       std::optional<std::uint32_t> volume) {
  return FileWalk::of(database_, ref, volume);
}

Result<ContentWalk> CaseStore::walk_contents(const std::string& ref) {
  return ContentWalk::of(database_, ref);
}

Result<CountedFindings> CaseStore::count_findings(const std::string& ref) {
  return count_kinds(database_, ref);
}

Result<ReasonCounts> CaseStore::reasons(const std::string& ref, FileOutcome outcome) {
  const auto exhibit = exhibit_number(database_, ref);
  if (!exhibit) return exhibit.error();
  auto statement = database_.prepare(
      "SELECT reason, COUNT(*) FROM digests WHERE key >= ? AND key < ? AND outcome = ? "
      "GROUP BY reason ORDER BY COUNT(*) DESC, reason");
  if (!statement) return std::move(statement).error();
  statement->bind(1, *exhibit << kKeyShift);
  statement->bind(2, (*exhibit + 1) << kKeyShift);
  statement->bind(3, static_cast<std::int64_t>(outcome));
  ReasonCounts counts;
  while (true) {
    const auto row = statement->step();
    if (!row) return row.error();
    if (!*row) return counts;
    counts.emplace_back(statement->text(0), statement->unsigned_number(1));
  }
}

Result<std::vector<ContentLink>> CaseStore::links() {
  return read_content_links(database_);
}

// Of all rows, ordered by reference and then by the table's key; an exhibit's number,
// the column `skipped`, is not the same in every database.
Result<std::uint64_t> CaseStore::checksum_of(const std::string& query, int skipped) {
  auto statement = database_.prepare(query);
  if (!statement) return std::move(statement).error();
  std::uint64_t sum = 0;
  while (true) {
    const auto row = statement->step();
    if (!row) return row.error();
    if (!*row) return sum;
    for (int column = 0; column < statement->column_count(); ++column) {
      if (column == skipped) continue;
      const std::byte kind{std::uint8_t{statement->is_null(column)}};
      sum = checksum64(Bytes(&kind, 1), sum);
      // Numbers compare as the text that SQLite gives for them.
      sum = checksum64(statement->blob(column), sum);
    }
  }
}

Result<std::vector<std::string>> CaseStore::tables_unlike(CaseStore& other) {
  std::vector<std::string> unlike;
  for (const TableFacts& table : kTables) {
    const std::string name = table.name;
    std::string query = "SELECT e.ref, t.* FROM exhibits e JOIN " + name +
                        " t ON t.exhibit = e.exhibit ORDER BY 1, 3, 4, 5";
    if (table.is_keyed) {
      query = "SELECT e.ref, t.*, t.key & 4294967295 FROM exhibits e JOIN " + name +
              " t ON t.key >= e.exhibit << 32 AND t.key < (e.exhibit + 1) << 32 "
              "ORDER BY e.ref, t.key";
    }
    const auto ours = checksum_of(query, 1);
    if (!ours) return ours.error();
    const auto theirs = other.checksum_of(query, 1);
    if (!theirs) return theirs.error();
    if (*ours != *theirs) unlike.push_back(name);
  }
  return unlike;
}

}  // namespace winnow
