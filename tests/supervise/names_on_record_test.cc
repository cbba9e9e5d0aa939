// Names that hint at something: shown with the inventory, on record once, and the same
// however often the scan was begun again.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/supervise/practice_scan.h"

namespace winnow {
namespace {

constexpr char kRules[] =
    "winnow-indications 1\n"
    "second | file | 2.jpg | the second\n"
    "camera | folder | dcim | camera folder\n";

void give_rules(PracticeScan& scan, const std::string& text = kRules) {
  auto rules = NameRules::parse(text, "own.txt");
  ASSERT_TRUE(rules) << rules.error().line();
  scan.settings.names = std::move(*rules);
}

std::size_t names_on_record(const std::string& journal) {
  std::size_t count = 0;
  const auto replay = replay_journal(journal, [&count](const Message& message) {
    count += std::holds_alternative<NamesMet>(message) ? 1 : 0;
    return Result<void>();
  });
  EXPECT_TRUE(replay && replay->end == JournalEnd::clean);
  return count;
}

TEST(NamesOnRecord, AreFindingsOfTheInventory) {
  PracticeScan scan("files 5\ndeleted 2\n");
  give_rules(scan);
  scan.settings.until = Tier::inventory;
  const ScanResult result = scan.scan();
  const auto findings = result.ledger->findings();
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].path, "/volume-0/DCIM/0.jpg");
  EXPECT_EQ(findings[0].kind, FindingKind::indication);
  EXPECT_EQ(findings[0].set, "name indications");
  EXPECT_EQ(findings[0].entry, 1u);
  EXPECT_EQ(findings[0].tier, Tier::inventory);
  EXPECT_EQ(findings[0].note, "camera folder (rule camera)");
  EXPECT_EQ(findings[0].hint, "camera folder");
  EXPECT_EQ(findings[0].runs.size(), 1u);
  EXPECT_TRUE(findings[0].times.modified);
  EXPECT_EQ(findings[1].path, "/volume-0/DCIM/2.jpg");
  EXPECT_FALSE(findings[1].allocated);
  EXPECT_EQ(scan.shown.paths,
            (std::vector<std::string>{"/volume-0/DCIM/0.jpg", "/volume-0/DCIM/2.jpg"}));
  EXPECT_EQ(names_on_record(scan.exhibit.journal), 1u);
}

TEST(NamesOnRecord, NoRulesNoFindings) {
  PracticeScan scan("files 5\n");
  EXPECT_TRUE(scan.scan().ledger->findings().empty());
  EXPECT_EQ(names_on_record(scan.exhibit.journal), 0u);
}

TEST(NamesOnRecord, OtherRulesAreAnotherScan) {
  PracticeScan scan("files 5\n");
  give_rules(scan);
  EXPECT_EQ(scan.scan().end, ScanEnd::done);
  EXPECT_EQ(scan.scan().end, ScanEnd::already_done);
  give_rules(scan, "winnow-indications 1\nthird | file | 3.jpg | the third\n");
  const ScanResult again = scan.scan();
  EXPECT_EQ(again.end, ScanEnd::done);
  ASSERT_EQ(again.ledger->findings().size(), 1u);
  EXPECT_EQ(again.ledger->findings()[0].path, "/volume-0/DCIM/3.jpg");
}

TEST(NamesOnRecord, AreTheSameHoweverOftenTheChildDied) {
  PracticeScan whole("files 20\n");
  whole.add_set("grade1", {2, 7});
  give_rules(whole);
  const std::string expected = answer_of(*whole.scan().ledger);
  for (const int each : {1, 3}) {
    PracticeScan scan("files 20\ndie-after " + std::to_string(each) + "\n");
    scan.add_set("grade1", {2, 7});
    give_rules(scan);
    const ScanResult result = scan.scan();
    EXPECT_EQ(result.end, ScanEnd::done) << each;
    EXPECT_EQ(answer_of(*result.ledger), expected) << each;
    EXPECT_EQ(scan.shown.paths.size(), 4u) << "each is shown once";
    EXPECT_EQ(names_on_record(scan.exhibit.journal), 1u);
  }
}

TEST(NamesOnRecord, AreNotForAChildToTell) {
  PracticeScan scan("files 3\nhostile-names\n");
  give_rules(scan);
  const ScanResult result = scan.scan();
  EXPECT_EQ(result.end, ScanEnd::gave_up);
  EXPECT_EQ(names_on_record(scan.exhibit.journal), 0u);
  ASSERT_FALSE(scan.shown.problems.empty());
  EXPECT_NE(scan.shown.problems.back().reason.find("it spoke as its supervisor"),
            std::string::npos);
}

// Killed between the inventory and the names.
TEST(NamesOnRecord, AreMadeUpForWhereTheRecordEndsBeforeThem) {
  PracticeScan whole("files 6\n");
  give_rules(whole);
  const std::string expected = answer_of(*whole.scan().ledger);

  PracticeScan scan("files 6\n");
  give_rules(scan);
  std::vector<Message> kept;
  ASSERT_EQ(scan.scan().end, ScanEnd::done);
  ASSERT_TRUE(replay_journal(scan.exhibit.journal, [&kept](const Message& message) {
    kept.push_back(message);
    return Result<void>();
  }));
  const auto end = std::find_if(kept.begin(), kept.end(), [](const Message& message) {
    return std::holds_alternative<NamesMet>(message);
  });
  ASSERT_NE(end, kept.end());
  auto cut = Recorder::begin(scan.exhibit.journal, std::get<RunStarted>(kept.front()));
  ASSERT_TRUE(cut) << cut.error().line();
  for (auto message = kept.begin() + 1; message != end; ++message) {
    const auto taken = cut->record(*message);
    ASSERT_TRUE(taken && taken->is_taken);
  }
  ASSERT_TRUE(cut->journal().sync());

  const ScanResult result = scan.scan();
  EXPECT_EQ(result.end, ScanEnd::done);
  EXPECT_EQ(answer_of(*result.ledger), expected);
  EXPECT_EQ(scan.shown.paths.size(), 2u);
  EXPECT_EQ(names_on_record(scan.exhibit.journal), 1u);
}

}  // namespace
}  // namespace winnow
