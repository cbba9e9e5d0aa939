// Names that hint at something, as the ledger takes them and answers with them.
#include <gtest/gtest.h>

#include "tests/ledger/ledger_messages.h"

namespace winnow {
namespace {

NamesMet sample_names() {
  return {
      {{3, "tor", "anonymising browser", 0}, {8, "vault", "encrypted container", 7}},
      {{0, 1}, {2, 0}, {2, 1}}};
}

std::string refusal_of(const NamesMet& names) {
  Fed fed;
  fed.list(3);
  return fed.refusal(names);
}

TEST(LedgerNames, EachIsAFindingOfTheInventory) {
  Fed fed;
  fed.list(3);
  EXPECT_FALSE(fed.ledger.knows_names());
  fed.take(sample_names());
  EXPECT_TRUE(fed.ledger.knows_names());
  const auto findings = fed.ledger.findings();
  ASSERT_EQ(findings.size(), 3u);
  const Finding& first = findings[0];
  EXPECT_EQ(first.kind, FindingKind::indication);
  EXPECT_EQ(first.file, 0u);
  EXPECT_EQ(first.path, "/volume-0/0");
  EXPECT_EQ(first.size, kFileBytes);
  EXPECT_EQ(first.set_number, kNoSet);
  EXPECT_EQ(first.set, "name indications");
  EXPECT_EQ(first.entry, 8u);
  EXPECT_EQ(first.tier, Tier::inventory);
  EXPECT_EQ(first.note, "encrypted container (rule vault)");
  EXPECT_TRUE(first.is_hint());
  EXPECT_EQ(first.runs, (std::vector<winnow::Run>{{0, kFileBytes}}));
  EXPECT_EQ(findings[1].entry, 3u) << "by entry where all else is the same";
  EXPECT_EQ(findings[2].entry, 8u);
}

TEST(LedgerNames, StandBesideWhatWasMatched) {
  Fed fed;
  fed.list(3);
  fed.take(sample_names());
  fed.take(entry_met());
  fed.take(OutcomeKnown{matched(2)});
  const auto findings = fed.ledger.findings();
  ASSERT_EQ(findings.size(), 4u);
  EXPECT_EQ(findings[1].kind, FindingKind::exact);
  EXPECT_EQ(findings[2].kind, FindingKind::indication);
  ASSERT_EQ(fed.ledger.findings_of(2).size(), 1u) << "what its outcome brought";
  EXPECT_EQ(fed.ledger.findings_by_name().size(), 3u);
}

TEST(LedgerNames, WhatIsLeftOutIsANote) {
  Fed fed;
  fed.list(3);
  fed.take(sample_names());
  for (FileId id = 0; id < 3; ++id) fed.take(OutcomeKnown{hashed(id)});
  fed.take(Done{});
  const Coverage coverage = fed.ledger.coverage();
  ASSERT_EQ(coverage.problems.size(), 1u);
  EXPECT_EQ(coverage.problems[0].outcome, "note");
  EXPECT_EQ(coverage.problems[0].reason,
            "7 more names than are listed hint at: encrypted container (rule vault)");
  EXPECT_TRUE(coverage.complete) << "a hint is no gap";
}

TEST(LedgerNames, OutOfTurnTheyAreRefused) {
  Fed fed;
  fed.begin();
  EXPECT_EQ(fed.refusal(NamesMet{}), "message refused: names before the inventory");
  fed.take(InventoryDone{0, 7, 0});
  fed.take(NamesMet{});
  EXPECT_EQ(fed.refusal(NamesMet{}), "message refused: the names again");
}

TEST(LedgerNames, WhatDoesNotAddUpIsRefused) {
  EXPECT_EQ(refusal_of(sample_names()), "taken");
  NamesMet names = sample_names();
  names.names[1].file = 3;
  EXPECT_EQ(refusal_of(names), "message refused: the name of no file");
  names = sample_names();
  names.names[1].rule = 2;
  EXPECT_EQ(refusal_of(names), "message refused: a name by no rule");
  names = sample_names();
  names.names[1] = names.names[0];
  EXPECT_EQ(refusal_of(names), "message refused: names out of order");
  names = sample_names();
  names.rules[1].number = 3;
  EXPECT_EQ(refusal_of(names), "message refused: rules of names out of order");
  names = sample_names();
  names.rules[0].words = "";
  EXPECT_EQ(refusal_of(names), "message refused: a name that hints at nothing");
}

}  // namespace
}  // namespace winnow
