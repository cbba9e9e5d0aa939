#include "drivers/store/exhibit_writer.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>
#include <variant>

#include "drivers/store/case_schema.h"
#include "drivers/store/case_tables.h"

namespace winnow {
namespace {

void put_number(std::string& out, std::uint64_t value) {
  static_assert(std::endian::native == std::endian::little);
  char bytes[sizeof(value)];
  std::memcpy(bytes, &value, sizeof(value));
  out.append(bytes, sizeof(value));
}

void put_instant(BulkInsert& row, const std::optional<Instant>& instant) {
  if (instant) {
    row.number(instant->seconds).number(instant->nanoseconds);
  } else {
    row.nothing().nothing();
  }
}

void put_variants(BulkInsert& row, const PdqVariantHashes& hashes, std::string& blob) {
  blob.clear();
  for (const PdqHash& hash : hashes) blob += text_of(hash.value);
  row.blob(bytes_of(blob));
}

void put_category(BulkInsert& row, const Category& category) {
  row.text(category.profile);
  if (category.code) {
    row.number(*category.code);
  } else {
    row.nothing();
  }
  row.text(category.label);
}

void put_digests(BulkInsert& row, const Digests& digests) {
  for (const Algorithm algorithm : kAlgorithms) {
    if (const auto& digest = digests.get(algorithm)) {
      row.blob(digest->bytes());
    } else {
      row.nothing();
    }
  }
}

// What a content is, whether it is benign, the best quality of its pictures.
void put_look(BulkInsert& row, const std::optional<LookRecord>& look, bool is_benign) {
  row.text(look ? std::string_view(look->type) : "").number(is_benign);
  if (!look || look->pictures.empty()) {
    row.nothing();
    return;
  }
  const auto best = std::max_element(
      look->pictures.begin(), look->pictures.end(),
      [](const auto& a, const auto& b) { return a.quality < b.quality; });
  row.number(best->quality);
}

void put_near(BulkInsert& row, const Finding& finding) {
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
                             Tables tables)
    : database_(&database),
      ref_(std::move(ref)),
      exhibit_(exhibit),
      into_(std::move(tables)) {}

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
  auto files = BulkInsert::into(database, kFilesTable);
  if (!files) return std::move(files).error();
  auto digests = BulkInsert::into(database, kDigestsTable);
  if (!digests) return std::move(digests).error();
  auto members = BulkInsert::into(database, kMembersTable);
  if (!members) return std::move(members).error();
  auto pictures = BulkInsert::into(database, kPicturesTable);
  if (!pictures) return std::move(pictures).error();
  auto named = BulkInsert::into(database, kNamedDigestsTable);
  if (!named) return std::move(named).error();
  auto classed = BulkInsert::into(database, kClassedPicturesTable);
  if (!classed) return std::move(classed).error();
  return ExhibitWriter(database, ref, *exhibit,
                       {std::move(*files), std::move(*digests), std::move(*members),
                        std::move(*pictures), std::move(*named), std::move(*classed)});
}

Result<void> ExhibitWriter::flush() {
  for (BulkInsert* table :
       {&into_.files, &into_.digests, &into_.members, &into_.pictures,
        &into_.named_digests, &into_.classed_pictures}) {
    if (auto done = table->flush(); !done) return done;
  }
  return {};
}

Result<void> ExhibitWriter::take(const Message& message) {
  if (const auto* found = std::get_if<FileFound>(&message))
    return take_file(found->file);
  if (const auto* known = std::get_if<OutcomeKnown>(&message)) {
    return take_outcome(known->outcome);
  }
  if (const auto* run = std::get_if<RunStarted>(&message)) {
    keeps_settled_ = run->until != Tier::everything;
    set_types_ = run->set_types;
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

bool ExhibitWriter::is_benign(const std::vector<MatchRecord>& matches) const {
  bool is_known = false;
  for (const MatchRecord& match : matches) {
    // Words that no ledger has checked yet may name a set that there is none of.
    if (match.set >= set_types_.size()) continue;
    if (static_cast<SetType>(set_types_[match.set]) == SetType::notable) return false;
    is_known = is_known || !match.inconsistent;
  }
  return is_known;
}

Result<void> ExhibitWriter::take_file(const FileRecord& file) {
  blob_.clear();
  for (const Run& run : file.runs) {
    put_number(blob_, run.offset);
    put_number(blob_, run.length);
  }
  BulkInsert& row = into_.files;
  row.number(exhibit_ << kKeyShift | file.id).number(file.volume).text(file.path);
  row.count(file.size).number(file.allocated).number(file.uncertain);
  row.number(static_cast<std::int64_t>(file.content)).count(file.inode);
  if (file.same_content_as == kNoFile) {
    row.nothing();
  } else {
    row.number(file.same_content_as);
  }
  put_instant(row, file.times.modified);
  put_instant(row, file.times.accessed);
  put_instant(row, file.times.changed);
  put_instant(row, file.times.created);
  return row.blob(bytes_of(blob_)).end_row();
}

Result<void> ExhibitWriter::take_outcome(const OutcomeRecord& outcome) {
  const std::int64_t key = exhibit_ << kKeyShift | outcome.file;
  BulkInsert& row = into_.digests;
  row.number(key).number(static_cast<std::int64_t>(outcome.outcome));
  row.text(outcome.reason);
  put_look(row, outcome.look, is_benign(outcome.matches));
  put_digests(row, outcome.digests);
  if (auto done = row.end_row(); !done) return done;
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
  BulkInsert& row = into_.members;
  row.number(key).number(number).text(member.path).count(member.size);
  row.number(member.allocated).number(member.uncertain);
  row.number(static_cast<std::int64_t>(member.outcome)).text(member.reason);
  put_look(row, member.look, is_benign(member.matches));
  put_digests(row, member.digests);
  if (auto done = row.end_row(); !done) return done;
  return member.look ? take_look(key, number, *member.look) : Result<void>();
}

Result<void> ExhibitWriter::take_look(std::int64_t key, std::uint32_t member,
                                      const LookRecord& look) {
  std::int64_t position = 0;
  for (const PictureRecord& picture : look.pictures) {
    BulkInsert& row = into_.pictures;
    row.number(key).number(member).number(position++);
    row.count(picture.at).number(picture.quality);
    put_variants(row, picture.full, blob_);
    if (picture.reduced) {
      put_variants(row, *picture.reduced, blob_);
    } else {
      row.nothing();
    }
    if (auto done = row.end_row(); !done) return done;
  }
  position = 0;
  for (const NamedDigestRecord& named : look.named) {
    BulkInsert& row = into_.named_digests;
    row.number(key).number(member).number(position++).text(named.place);
    put_digests(row, named.digests);
    if (auto done = row.end_row(); !done) return done;
  }
  for (const ClassRecord& one : look.classes) {
    BulkInsert& row = into_.classed_pictures;
    row.number(key).number(member).number(one.number).number(one.percent);
    if (auto done = row.end_row(); !done) return done;
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
  if (auto done = flush(); !done) return done;
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
  auto file =
      database_->prepare("UPDATE digests SET outcome = ?, benign = 0 WHERE key = ?");
  if (!file) return std::move(file).error();
  auto member = database_->prepare(
      "UPDATE members SET outcome = ?, benign = 0 WHERE key = ? AND member = ?");
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
  auto rows = BulkInsert::into(*database_, kExhibitsTable);
  if (!rows) return std::move(rows).error();
  const RunStarted run = ledger.run().value_or(RunStarted{});
  BulkInsert& row = *rows;
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
  row.number(coverage.keeps_blocks);
  if (auto done = row.end_row(); !done) return done;
  return row.flush();
}

Result<void> ExhibitWriter::write_evidence(const Coverage& coverage) {
  auto metadata = BulkInsert::into(*database_, kMetadataTable);
  if (!metadata) return std::move(metadata).error();
  std::int64_t position = 0;
  for (const auto& [key, value] : coverage.evidence.metadata) {
    metadata->number(exhibit_).number(position++).text(key).text(value);
    if (auto done = metadata->end_row(); !done) return done;
  }
  if (auto done = metadata->flush(); !done) return done;
  auto sets = BulkInsert::into(*database_, kSetsTable);
  if (!sets) return std::move(sets).error();
  position = 0;
  for (const UsedSet& used : coverage.sets) {
    sets->number(exhibit_).number(position++).text(used.name).text(used.id);
    sets->number(static_cast<std::int64_t>(used.type));
    if (auto done = sets->end_row(); !done) return done;
  }
  return sets->flush();
}

Result<void> ExhibitWriter::write_classes(const Coverage& coverage) {
  auto row = BulkInsert::into(*database_, kClassesTable);
  if (!row) return std::move(row).error();
  std::int64_t number = 0;
  for (const ClassCount& one : coverage.classes) {
    row->number(exhibit_).number(number++).text(one.kind.name);
    row->number(one.kind.points).count(one.pictures);
    if (auto done = row->end_row(); !done) return done;
  }
  return row->flush();
}

Result<void> ExhibitWriter::write_volumes(const Coverage& coverage) {
  auto row = BulkInsert::into(*database_, kVolumesTable);
  if (!row) return std::move(row).error();
  for (const VolumeRecord& volume : coverage.volumes) {
    row->number(exhibit_).number(volume.index);
    row->count(volume.offset).count(volume.length).text(volume.filesystem);
    row->number(static_cast<std::int64_t>(volume.outcome)).text(volume.reason);
    if (auto done = row->end_row(); !done) return done;
  }
  return row->flush();
}

Result<void> ExhibitWriter::write_problems(const Coverage& coverage) {
  auto row = BulkInsert::into(*database_, kProblemsTable);
  if (!row) return std::move(row).error();
  std::int64_t position = 0;
  for (const Problem& problem : coverage.problems) {
    row->number(exhibit_).number(position++).text(problem.path);
    if (problem.range) {
      row->count(problem.range->first).count(problem.range->second);
    } else {
      row->nothing().nothing();
    }
    row->text(problem.outcome).text(problem.reason);
    if (auto done = row->end_row(); !done) return done;
  }
  return row->flush();
}

Result<void> ExhibitWriter::write_findings(const Ledger& ledger) {
  auto files = BulkInsert::into(*database_, kFindingsTable);
  if (!files) return std::move(files).error();
  auto blocks = BulkInsert::into(*database_, kBlockFindingsTable);
  if (!blocks) return std::move(blocks).error();
  std::int64_t position = 0;
  for (const Finding& finding : ledger.findings()) {
    auto done = finding.file == kNoFile
                    ? write_block_finding(finding, position, *blocks)
                    : write_finding(finding, position, *files);
    if (!done) return done;
    ++position;
  }
  if (auto done = files->flush(); !done) return done;
  return blocks->flush();
}

Result<void> ExhibitWriter::write_finding(const Finding& finding, std::int64_t position,
                                          BulkInsert& row) {
  row.number(exhibit_).number(position).number(finding.file).number(finding.member);
  row.number(static_cast<std::int64_t>(finding.kind)).number(finding.set_number);
  row.text(finding.set).number(finding.entry);
  put_category(row, finding.category);
  row.number(static_cast<std::int64_t>(finding.algorithm));
  row.number(static_cast<std::int64_t>(finding.tier)).text(finding.note);
  row.text(finding.hint).text(finding.path).count(finding.size);
  put_digests(row, finding.digests);
  put_near(row, finding);
  return row.end_row();
}

Result<void> ExhibitWriter::write_block_finding(const Finding& finding,
                                                std::int64_t position,
                                                BulkInsert& row) {
  row.number(exhibit_).number(position).number(finding.set_number);
  row.number(finding.entry);
  put_category(row, finding.category);
  row.text(finding.path).count(finding.runs.front().offset).count(finding.size);
  row.number(static_cast<std::int64_t>(finding.tier)).text(finding.note);
  return row.end_row();
}

}  // namespace winnow
