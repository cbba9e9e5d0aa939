// A case to export: an exhibit with names that are out to break every format, listed
// twice, near to a listed one, in a container, in free space and by name alone.
#ifndef WINNOW_TESTS_EXCHANGE_PRACTICE_EXCHANGE_H_
#define WINNOW_TESTS_EXCHANGE_PRACTICE_EXCHANGE_H_

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/file.h"
#include "drivers/exchange/exchange_case.h"
#include "drivers/store/new_file.h"
#include "tests/store/practice_case.h"

namespace winnow {

inline constexpr char kScriptName[] = "<script>alert(\"1\")</script>&'.jpg";
inline constexpr char kFormulaName[] = "=1+1|x.jpg";
// Bytes that are no UTF-8, control characters, a line end, and U+FFFF.
inline constexpr char kWildName[] = "a\xFF\xFEline\r\n\x01\x1B[31m\x7F\xEF\xBF\xBF.jpg";

inline std::vector<Message> wild_exhibit() {
  Opened opened = opened_image();
  opened.evidence.metadata = {{"acq.md5_stored", std::string(32, 'a')}};
  std::vector<FileRecord> files;
  for (FileId id = 0; id < 6; ++id) files.push_back(file_record(id));
  files[0].path = "/volume-0/" + std::string(kScriptName);
  files[0].size = 5000;
  files[0].runs = {{40960, 4096}, {winnow::Run::kHole, 512}, {81920, 4096}};
  files[0].times = {Instant{1'700'000'000, 123'456'789}, Instant{0, 0},
                    Instant{-62'135'596'801, 5}, Instant{32'503'680'000, 0}};
  files[1].path = "/volume-0/" + std::string(kFormulaName);
  files[1].allocated = false;
  files[1].uncertain = true;
  files[4].path = "/volume-0/b.zip";
  OutcomeRecord copy = matched(1);
  copy.digests = hashed(0).digests;
  files[1].size = files[0].size;
  OutcomeRecord near = hashed(2);
  near.look = LookRecord{};
  near.look->type = "JPEG picture";
  near.look->is_picture = true;
  near.look->pictures = {{0, 90, {}, std::nullopt}};
  near.look->near = {{0, 9, 0, 12, PdqForm::full, PdqVariant::rotated_90}};
  MemberRecord member{"in/=c.jpg",       77, FileOutcome::matched, "",
                      hashed(7).digests, {}, LookRecord{}};
  member.matches = {{0, 9, Algorithm::sha256, false, Tier::look}};
  member.look->type = "PNG picture";
  OutcomeRecord holder = hashed(4);
  holder.members = {member};
  OutcomeRecord database = hashed(5);
  database.look = LookRecord{};
  database.look->type = "SQLite database";
  database.look->named = {
      {hashed(50).digests, "table files, row 1", {{0, 0, Algorithm::sha1, false}}}};
  std::vector<Message> messages = {opened, volume(0),
                                   volume(1, VolumeOutcome::encrypted)};
  for (const FileRecord& file : files) messages.push_back(FileFound{file});
  const std::vector<Message> rest = {
      InventoryDone{6, 7, 0},
      EntryMet{0, 0, "UK", 1, "A: gravest", "list.json", 0},
      EntryMet{0, 9, "UK", 3, "C", "list.json", 0},
      OutcomeKnown{matched(0)},
      OutcomeKnown{copy},
      OutcomeKnown{near},
      OutcomeKnown{not_read(3, FileOutcome::unreadable, "read <error>")},
      OutcomeKnown{holder},
      OutcomeKnown{database},
      block_run(64 * 4096, 3)};
  messages.insert(messages.end(), rest.begin(), rest.end());
  return messages;
}

using Writer = Result<Exported> (*)(const ExchangeCase&, NewFile&);

class PracticeExchange {
 public:
  explicit PracticeExchange(const std::vector<std::string>& refs = {"=AB/1"}) {
    for (const std::string& ref : refs) practice.record(ref, wild_exhibit());
    store.emplace(practice.open_store());
    // What no scan would let through, in a database that somebody else wrote.
    auto database = Database::open(practice.folder->database_path());
    EXPECT_TRUE(database);
    const std::string wild = "CAST(x'" +
                             to_hex(bytes_of("/volume-0/" + std::string(kWildName))) +
                             "' AS TEXT)";
    EXPECT_TRUE(database->execute("UPDATE files SET path = " + wild +
                                  " WHERE key & 4294967295 = 2"));
    EXPECT_TRUE(
        database->execute("UPDATE findings SET path = " + wild + " WHERE file = 2"));
    exchange.store = &*store;
    exchange.uuid = "93bc60c2-9c9e-5617-9047-2c94d5f669cc";
    exchange.number = "17 \"b\"";
    for (const std::string& ref : refs) add(ref);
  }

  // The file's text; `exported` has what was told of it.
  std::string text_of(Writer write) {
    const std::string path =
        practice.temporary.path("out" + std::to_string(++written_));
    auto file = NewFile::begin(path, "--out");
    EXPECT_TRUE(file);
    auto done = write(exchange, *file);
    EXPECT_TRUE(done) << (done ? "" : done.error().line());
    if (done) exported = std::move(*done);
    EXPECT_TRUE(file->seal());
    EXPECT_TRUE(file->commit());
    const auto text = read_whole_file(path, std::uint64_t{1} << 30);
    return text ? *text : "";
  }

  [[nodiscard]] std::uint64_t count(const std::string& name) const {
    for (const auto& [one, number] : exported.counts) {
      if (one == name) return number;
    }
    return ~std::uint64_t{0};
  }

  PracticeCase practice;
  std::optional<CaseStore> store;
  ExchangeCase exchange;
  Exported exported;

 private:
  void add(const std::string& ref) {
    auto coverage = store->summary(ref);
    auto scan = store->scan_facts(ref);
    EXPECT_TRUE(coverage && scan);
    exchange.exhibits.push_back(
        {ref,
         *scan,
         *coverage,
         {"2024-05-31T08:09:10.123Z", "2024-05-31T09:00:00.000Z", "officer <7>",
          "winnow scan a --hashset <b>", "out of time"},
         sample_run().set_ids});
  }

  int written_ = 0;
};

}  // namespace winnow

#endif  // WINNOW_TESTS_EXCHANGE_PRACTICE_EXCHANGE_H_
