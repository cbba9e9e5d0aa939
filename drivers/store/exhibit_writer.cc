#include "drivers/store/exhibit_writer.h"

#include <bit>
#include <cstring>
#include <optional>
#include <utility>
#include <variant>

#include "drivers/store/case_schema.h"

namespace winnow {
namespace {

void put_number(std::string& out, std::uint64_t value) {
  static_assert(std::endian::native == std::endian::little);
  char bytes[sizeof(value)];
  std::memcpy(bytes, &value, sizeof(value));
  out.append(bytes, sizeof(value));
}

void bind_instant(Statement& statement, int index,
                  const std::optional<Instant>& instant) {
  if (!instant) {
    statement.bind_null(index);
    statement.bind_null(index + 1);
    return;
  }
  statement.bind(index, instant->seconds);
  statement.bind(index + 1, std::int64_t{instant->nanoseconds});
}

void bind_digest(Statement& statement, int index, const std::optional<Digest>& digest) {
  if (digest) {
    statement.bind(index, digest->bytes());
  } else {
    statement.bind_null(index);
  }
}

// Binds values to the parameters from 1 on.
class Binder {
 public:
  explicit Binder(Statement& statement) : statement_(statement) {}
  Binder& number(std::int64_t n) {
    statement_.bind(next_++, n);
    return *this;
  }
  Binder& count(std::uint64_t n) {
    statement_.bind_unsigned(next_++, n);
    return *this;
  }
  Binder& text(std::string_view t) {
    statement_.bind(next_++, t);
    return *this;
  }
  Binder& nothing() {
    statement_.bind_null(next_++);
    return *this;
  }

 private:
  Statement& statement_;
  int next_ = 1;
};

void put_category(Binder& row, const Category& category) {
  row.text(category.profile);
  if (category.code) {
    row.number(*category.code);
  } else {
    row.nothing();
  }
  row.text(category.label);
}

}  // namespace

Result<std::int64_t> exhibit_number(Database& database, const std::string& ref) {
  auto known = database.prepare("SELECT exhibit FROM exhibits WHERE ref = ?");
  if (!known) return std::move(known).error();
  known->bind(1, ref);
  const auto row = known->step();
  if (!row) return row.error();
  if (*row) return known->number(0);
  return database.query_number("SELECT coalesce(max(exhibit), 0) + 1 FROM exhibits");
}

Result<void> remove_exhibit(Database& database, std::int64_t exhibit) {
  for (const TableFacts& table : kTables) {
    auto statement = database.prepare(
        std::string("DELETE FROM ") + table.name +
        (table.is_keyed ? " WHERE key >= ? AND key < ?" : " WHERE exhibit = ?"));
    if (!statement) return std::move(statement).error();
    statement->bind(1, table.is_keyed ? exhibit << kKeyShift : exhibit);
    if (table.is_keyed) statement->bind(2, (exhibit + 1) << kKeyShift);
    if (auto done = statement->run(); !done) return done;
  }
  return {};
}

ExhibitWriter::ExhibitWriter(Database& database, std::string ref, std::int64_t exhibit,
                             Statement file, Statement digest)
    : database_(&database),
      ref_(std::move(ref)),
      exhibit_(exhibit),
      file_(std::move(file)),
      digest_(std::move(digest)) {}

Result<ExhibitWriter> ExhibitWriter::create(Database& database,
                                            const std::string& ref) {
  const auto exhibit = exhibit_number(database, ref);
  if (!exhibit) return exhibit.error();
  if (auto removed = remove_exhibit(database, *exhibit); !removed) {
    return std::move(removed).error();
  }
  auto file = database.prepare(
      "INSERT INTO files VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  if (!file) return std::move(file).error();
  auto digest = database.prepare("INSERT OR REPLACE INTO digests VALUES (?,?,?,?,?,?)");
  if (!digest) return std::move(digest).error();
  return ExhibitWriter(database, ref, *exhibit, std::move(*file), std::move(*digest));
}

Result<void> ExhibitWriter::take(const Message& message) {
  if (const auto* found = std::get_if<FileFound>(&message))
    return take_file(found->file);
  if (const auto* known = std::get_if<OutcomeKnown>(&message)) {
    return take_outcome(known->outcome);
  }
  if (const auto* run = std::get_if<RunStarted>(&message)) {
    keeps_settled_ = run->until != Tier::everything;
  }
  const auto* settled = std::get_if<FilesSettled>(&message);
  if (settled == nullptr || !keeps_settled_) return {};
  for (const FileId file : settled->files) {
    if (auto done = take_settled(file, settled->outcome, settled->reason); !done) {
      return done;
    }
  }
  return {};
}

Result<void> ExhibitWriter::take_settled(FileId file, FileOutcome outcome,
                                         std::string_view reason) {
  OutcomeRecord record;
  record.file = file;
  record.outcome = outcome;
  record.reason = reason;
  return take_outcome(record);
}

Result<void> ExhibitWriter::take_file(const FileRecord& file) {
  runs_.clear();
  for (const Run& run : file.runs) {
    put_number(runs_, run.offset);
    put_number(runs_, run.length);
  }
  Binder row(file_);
  row.number(exhibit_ << kKeyShift | file.id).number(file.volume).text(file.path);
  row.count(file.size).number(file.allocated).number(file.uncertain);
  row.number(static_cast<std::int64_t>(file.content)).count(file.inode);
  if (file.same_content_as == kNoFile) {
    row.nothing();
  } else {
    row.number(file.same_content_as);
  }
  bind_instant(file_, 10, file.times.modified);
  bind_instant(file_, 12, file.times.accessed);
  bind_instant(file_, 14, file.times.changed);
  bind_instant(file_, 16, file.times.created);
  file_.bind(18, bytes_of(runs_));
  return file_.run();
}

Result<void> ExhibitWriter::take_outcome(const OutcomeRecord& outcome) {
  Binder(digest_)
      .number(exhibit_ << kKeyShift | outcome.file)
      .number(static_cast<std::int64_t>(outcome.outcome))
      .text(outcome.reason);
  bind_digest(digest_, 4, outcome.digests.get(Algorithm::md5));
  bind_digest(digest_, 5, outcome.digests.get(Algorithm::sha1));
  bind_digest(digest_, 6, outcome.digests.get(Algorithm::sha256));
  return digest_.run();
}

Result<void> ExhibitWriter::finish(const Ledger& ledger, const Coverage& coverage,
                                   const JournalState& journal) {
  if (!keeps_settled_) {
    const FileTable& files = ledger.files();
    for (const FileId file : ledger.settled()) {
      auto done = take_settled(file, files.outcome(file), files.reason(file));
      if (!done) return done;
    }
  }
  if (auto done = write_exhibit(ledger, coverage, journal); !done) return done;
  if (auto done = write_evidence(coverage); !done) return done;
  if (auto done = write_volumes(coverage); !done) return done;
  if (auto done = write_problems(coverage); !done) return done;
  return write_findings(ledger);
}

Result<void> ExhibitWriter::write_exhibit(const Ledger& ledger,
                                          const Coverage& coverage,
                                          const JournalState& journal) {
  auto statement = database_->prepare(
      "INSERT INTO exhibits VALUES "
      "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
      "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  if (!statement) return std::move(statement).error();
  const RunStarted run = ledger.run().value_or(RunStarted{});
  Binder row(*statement);
  row.number(exhibit_).text(ref_).text(run.path).text(run.operator_name);
  row.text(run.tool_version).text(run.configuration);
  row.number(static_cast<std::int64_t>(run.until)).number(run.algorithms);
  row.text(journal.name).count(journal.bytes).count(journal.chain);
  row.text(coverage.evidence.kind).number(coverage.evidence.is_folder);
  row.count(coverage.evidence.bytes).text(coverage.evidence.unsupported);
  row.count(coverage.total_bytes).count(coverage.read_bytes);
  row.count(coverage.unread_bytes).count(coverage.unreadable_bytes);
  row.count(coverage.logical_bytes).count(coverage.files.listed);
  for (const std::uint64_t count : coverage.files.by_outcome) row.count(count);
  row.count(coverage.known_benign).number(coverage.kept.bits());
  row.number(coverage.ended).number(coverage.balanced).number(coverage.complete);
  const ResidualBasis& basis = coverage.residual;
  row.number(coverage.space_searched).count(basis.examined_bytes);
  row.count(basis.sampled_bytes).count(basis.samples).count(basis.samples_read);
  row.count(basis.unseen_bytes).number(basis.probative_ppm);
  row.count(basis.settled_bytes);
  return statement->run();
}

Result<void> ExhibitWriter::write_evidence(const Coverage& coverage) {
  auto metadata = database_->prepare("INSERT INTO metadata VALUES (?,?,?,?)");
  if (!metadata) return std::move(metadata).error();
  std::int64_t position = 0;
  for (const auto& [key, value] : coverage.evidence.metadata) {
    Binder(*metadata).number(exhibit_).number(position++).text(key).text(value);
    if (auto done = metadata->run(); !done) return done;
  }
  auto sets = database_->prepare("INSERT INTO sets VALUES (?,?,?,?,?)");
  if (!sets) return std::move(sets).error();
  position = 0;
  for (const UsedSet& used : coverage.sets) {
    Binder(*sets)
        .number(exhibit_)
        .number(position++)
        .text(used.name)
        .text(used.id)
        .number(static_cast<std::int64_t>(used.type));
    if (auto done = sets->run(); !done) return done;
  }
  return {};
}

Result<void> ExhibitWriter::write_volumes(const Coverage& coverage) {
  auto statement = database_->prepare("INSERT INTO volumes VALUES (?,?,?,?,?,?,?)");
  if (!statement) return std::move(statement).error();
  for (const VolumeRecord& volume : coverage.volumes) {
    Binder row(*statement);
    row.number(exhibit_).number(volume.index).count(volume.offset).count(volume.length);
    row.text(volume.filesystem).number(static_cast<std::int64_t>(volume.outcome));
    row.text(volume.reason);
    if (auto done = statement->run(); !done) return done;
  }
  return {};
}

Result<void> ExhibitWriter::write_problems(const Coverage& coverage) {
  auto statement = database_->prepare("INSERT INTO problems VALUES (?,?,?,?,?,?,?)");
  if (!statement) return std::move(statement).error();
  std::int64_t position = 0;
  for (const Problem& problem : coverage.problems) {
    Binder row(*statement);
    row.number(exhibit_).number(position++).text(problem.path);
    if (problem.range) {
      row.count(problem.range->first).count(problem.range->second);
    } else {
      row.nothing().nothing();
    }
    row.text(problem.outcome).text(problem.reason);
    if (auto done = statement->run(); !done) return done;
  }
  return {};
}

Result<void> ExhibitWriter::write_findings(const Ledger& ledger) {
  auto statement =
      database_->prepare("INSERT INTO findings VALUES (?,?,?,?,?,?,?,?,?,?,?)");
  if (!statement) return std::move(statement).error();
  auto blocks =
      database_->prepare("INSERT INTO block_findings VALUES (?,?,?,?,?,?,?,?,?,?,?,?)");
  if (!blocks) return std::move(blocks).error();
  std::int64_t position = 0;
  for (const Finding& finding : ledger.findings()) {
    if (finding.is_by_name()) continue;
    const bool of_a_file = finding.file != kNoFile;
    Binder row(of_a_file ? *statement : *blocks);
    row.number(exhibit_);
    if (of_a_file) {
      row.number(finding.file).number(finding.set_number);
      row.number(static_cast<std::int64_t>(finding.kind));
      row.number(static_cast<std::int64_t>(finding.algorithm)).number(finding.entry);
    } else {
      row.number(position++).number(finding.set_number).number(finding.entry);
    }
    put_category(row, finding.category);
    if (!of_a_file) {
      row.text(finding.path).count(finding.runs.front().offset).count(finding.size);
    }
    row.number(static_cast<std::int64_t>(finding.tier)).text(finding.note);
    if (auto done = of_a_file ? statement->run() : blocks->run(); !done) return done;
  }
  return write_findings_by_name(ledger);
}

Result<void> ExhibitWriter::write_findings_by_name(const Ledger& ledger) {
  auto statement = database_->prepare("INSERT INTO name_findings VALUES (?,?,?,?,?,?)");
  if (!statement) return std::move(statement).error();
  for (const Finding& finding : ledger.findings_by_name()) {
    Binder row(*statement);
    row.number(exhibit_).number(finding.file).number(finding.entry);
    row.number(static_cast<std::int64_t>(finding.tier));
    row.text(finding.hint).text(finding.note);
    if (auto done = statement->run(); !done) return done;
  }
  return {};
}

}  // namespace winnow
