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

// Three parameters.
void bind_digests(Statement& statement, int index, const Digests& digests) {
  for (const Algorithm algorithm : kAlgorithms) {
    bind_digest(statement, index++, digests.get(algorithm));
  }
}

// Into `blob`, which stays as long as the row is bound.
Bytes blob_of(const PdqVariantHashes& hashes, std::string& blob) {
  blob.clear();
  for (const PdqHash& hash : hashes) blob += text_of(hash.value);
  return bytes_of(blob);
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
  Binder& blob(Bytes bytes) {
    statement_.bind(next_++, bytes);
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

void put_digests(Binder& row, const Digests& digests) {
  for (const Algorithm algorithm : kAlgorithms) {
    if (const auto& digest = digests.get(algorithm)) {
      row.blob(digest->bytes());
    } else {
      row.nothing();
    }
  }
}

void put_near(Binder& row, const Finding& finding) {
  constexpr int kColumns = 12;
  if (!finding.near || !finding.pdq) {
    for (int i = 0; i < kColumns; ++i) row.nothing();
    return;
  }
  const NearFacts& near = *finding.near;
  row.blob(finding.pdq->value).number(near.distance).number(near.quality);
  row.number(static_cast<std::int64_t>(near.form));
  row.number(static_cast<std::int64_t>(near.variant));
  row.number(near.others).number(near.frames).count(near.first_ms);
  row.count(near.last_ms).count(near.set_size).count(near.compared);
  row.number(near.chance.exponent);
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
                             Statements statements)
    : database_(&database),
      ref_(std::move(ref)),
      exhibit_(exhibit),
      into_(std::move(statements)) {}

Result<ExhibitWriter> ExhibitWriter::create(Database& database,
                                            const std::string& ref) {
  const auto exhibit = exhibit_number(database, ref);
  if (!exhibit) return exhibit.error();
  if (auto removed = remove_exhibit(database, *exhibit); !removed) {
    return std::move(removed).error();
  }
  return open(database, ref);
}

Result<ExhibitWriter> ExhibitWriter::open(Database& database, const std::string& ref) {
  const auto exhibit = exhibit_number(database, ref);
  if (!exhibit) return exhibit.error();
  auto file = database.prepare(
      "INSERT INTO files VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  if (!file) return std::move(file).error();
  auto digest = database.prepare("INSERT OR REPLACE INTO digests VALUES (?,?,?,?,?,?)");
  if (!digest) return std::move(digest).error();
  auto member =
      database.prepare("INSERT INTO members VALUES (?,?,?,?,?,?,?,?,?,?,?,?)");
  if (!member) return std::move(member).error();
  auto picture = database.prepare("INSERT INTO pictures VALUES (?,?,?,?,?,?,?)");
  if (!picture) return std::move(picture).error();
  auto named = database.prepare("INSERT INTO named_digests VALUES (?,?,?,?,?,?,?)");
  if (!named) return std::move(named).error();
  auto classed = database.prepare("INSERT INTO classed_pictures VALUES (?,?,?,?)");
  if (!classed) return std::move(classed).error();
  return ExhibitWriter(database, ref, *exhibit,
                       {std::move(*file), std::move(*digest), std::move(*member),
                        std::move(*picture), std::move(*named), std::move(*classed)});
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
  blob_.clear();
  for (const Run& run : file.runs) {
    put_number(blob_, run.offset);
    put_number(blob_, run.length);
  }
  Binder row(into_.file);
  row.number(exhibit_ << kKeyShift | file.id).number(file.volume).text(file.path);
  row.count(file.size).number(file.allocated).number(file.uncertain);
  row.number(static_cast<std::int64_t>(file.content)).count(file.inode);
  if (file.same_content_as == kNoFile) {
    row.nothing();
  } else {
    row.number(file.same_content_as);
  }
  bind_instant(into_.file, 10, file.times.modified);
  bind_instant(into_.file, 12, file.times.accessed);
  bind_instant(into_.file, 14, file.times.changed);
  bind_instant(into_.file, 16, file.times.created);
  into_.file.bind(18, bytes_of(blob_));
  return into_.file.run();
}

Result<void> ExhibitWriter::take_outcome(const OutcomeRecord& outcome) {
  const std::int64_t key = exhibit_ << kKeyShift | outcome.file;
  Binder(into_.digest)
      .number(key)
      .number(static_cast<std::int64_t>(outcome.outcome))
      .text(outcome.reason);
  bind_digests(into_.digest, 4, outcome.digests);
  if (auto done = into_.digest.run(); !done) return done;
  if (outcome.look) {
    if (auto done = take_look(key, 0, *outcome.look); !done) return done;
  }
  std::uint32_t number = 0;
  for (const MemberRecord& member : outcome.members) {
    if (auto done = take_member(key, ++number, member); !done) return done;
  }
  return {};
}

Result<void> ExhibitWriter::take_member(std::int64_t key, std::uint32_t number,
                                        const MemberRecord& member) {
  Binder(into_.member)
      .number(key)
      .number(number)
      .text(member.path)
      .count(member.size)
      .number(member.allocated)
      .number(member.uncertain)
      .number(static_cast<std::int64_t>(member.outcome))
      .text(member.reason)
      .text(member.look ? std::string_view(member.look->type) : "");
  bind_digests(into_.member, 10, member.digests);
  if (auto done = into_.member.run(); !done) return done;
  return member.look ? take_look(key, number, *member.look) : Result<void>();
}

Result<void> ExhibitWriter::take_look(std::int64_t key, std::uint32_t member,
                                      const LookRecord& look) {
  std::int64_t position = 0;
  for (const PictureRecord& picture : look.pictures) {
    Binder row(into_.picture);
    row.number(key).number(member).number(position++);
    row.count(picture.at).number(picture.quality).blob(blob_of(picture.full, blob_));
    std::string reduced;
    if (picture.reduced) {
      row.blob(blob_of(*picture.reduced, reduced));
    } else {
      row.nothing();
    }
    if (auto done = into_.picture.run(); !done) return done;
  }
  position = 0;
  for (const NamedDigestRecord& named : look.named) {
    Binder(into_.named_digest)
        .number(key)
        .number(member)
        .number(position++)
        .text(named.place);
    bind_digests(into_.named_digest, 5, named.digests);
    if (auto done = into_.named_digest.run(); !done) return done;
  }
  for (const ClassRecord& one : look.classes) {
    Binder(into_.classed_picture)
        .number(key)
        .number(member)
        .number(one.number)
        .number(one.percent);
    if (auto done = into_.classed_picture.run(); !done) return done;
  }
  return {};
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
  if (auto done = raise_outcomes(ledger); !done) return done;
  if (auto done = write_exhibit(ledger, coverage, journal); !done) return done;
  if (auto done = write_evidence(coverage); !done) return done;
  if (auto done = write_classes(coverage); !done) return done;
  if (auto done = write_volumes(coverage); !done) return done;
  if (auto done = write_problems(coverage); !done) return done;
  return write_findings(ledger);
}

Result<void> ExhibitWriter::amend(const Ledger& ledger, const Coverage& coverage,
                                  const JournalState& journal) {
  for (const char* table : {"exhibits", "metadata", "sets", "classes", "volumes",
                            "problems", "findings", "block_findings"}) {
    auto removed =
        database_->prepare(std::string("DELETE FROM ") + table + " WHERE exhibit = ?");
    if (!removed) return std::move(removed).error();
    removed->bind(1, exhibit_);
    if (auto done = removed->run(); !done) return done;
  }
  keeps_settled_ = true;
  return finish(ledger, coverage, journal);
}

// What rematches raised was written as it was before.
Result<void> ExhibitWriter::raise_outcomes(const Ledger& ledger) {
  if (ledger.raised().empty()) return {};
  auto file = database_->prepare("UPDATE digests SET outcome = ? WHERE key = ?");
  if (!file) return std::move(file).error();
  auto member =
      database_->prepare("UPDATE members SET outcome = ? WHERE key = ? AND member = ?");
  if (!member) return std::move(member).error();
  for (const ContentPlace& place : ledger.raised()) {
    Statement& row = place.member == 0 ? *file : *member;
    row.bind(1, static_cast<std::int64_t>(FileOutcome::matched));
    row.bind(2, exhibit_ << kKeyShift | place.file);
    if (place.member != 0) row.bind(3, std::int64_t{place.member});
    if (auto done = row.run(); !done) return done;
  }
  return {};
}

Result<void> ExhibitWriter::write_exhibit(const Ledger& ledger,
                                          const Coverage& coverage,
                                          const JournalState& journal) {
  auto statement = database_->prepare(
      "INSERT INTO exhibits VALUES "
      "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
      "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
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
  row.count(basis.settled_bytes).count(coverage.members.listed);
  for (const std::uint64_t count : coverage.members.by_outcome) row.count(count);
  const PictureCounts& pictures = coverage.pictures;
  row.count(pictures.compared).count(pictures.too_even).count(pictures.known_benign);
  row.count(pictures.not_decoded).number(coverage.keeps_pictures);
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

Result<void> ExhibitWriter::write_classes(const Coverage& coverage) {
  auto statement = database_->prepare("INSERT INTO classes VALUES (?,?,?,?,?)");
  if (!statement) return std::move(statement).error();
  std::int64_t number = 0;
  for (const ClassCount& one : coverage.classes) {
    Binder row(*statement);
    row.number(exhibit_).number(number++).text(one.kind.name);
    row.number(one.kind.points).count(one.pictures);
    if (auto done = statement->run(); !done) return done;
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
  auto statement = database_->prepare(
      "INSERT INTO findings VALUES "
      "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  if (!statement) return std::move(statement).error();
  auto blocks =
      database_->prepare("INSERT INTO block_findings VALUES (?,?,?,?,?,?,?,?,?,?,?,?)");
  if (!blocks) return std::move(blocks).error();
  std::int64_t position = 0;
  for (const Finding& finding : ledger.findings()) {
    if (finding.file == kNoFile) {
      auto done = write_block_finding(finding, position++, *blocks);
      if (!done) return done;
      continue;
    }
    Binder row(*statement);
    row.number(exhibit_).number(position++).number(finding.file).number(finding.member);
    row.number(static_cast<std::int64_t>(finding.kind)).number(finding.set_number);
    row.text(finding.set).number(finding.entry);
    put_category(row, finding.category);
    row.number(static_cast<std::int64_t>(finding.algorithm));
    row.number(static_cast<std::int64_t>(finding.tier)).text(finding.note);
    row.text(finding.hint).text(finding.path).count(finding.size);
    put_digests(row, finding.digests);
    put_near(row, finding);
    if (auto done = statement->run(); !done) return done;
  }
  return {};
}

Result<void> ExhibitWriter::write_block_finding(const Finding& finding,
                                                std::int64_t position,
                                                Statement& statement) {
  Binder row(statement);
  row.number(exhibit_).number(position).number(finding.set_number);
  row.number(finding.entry);
  put_category(row, finding.category);
  row.text(finding.path).count(finding.runs.front().offset).count(finding.size);
  row.number(static_cast<std::int64_t>(finding.tier)).text(finding.note);
  return statement.run();
}

}  // namespace winnow
