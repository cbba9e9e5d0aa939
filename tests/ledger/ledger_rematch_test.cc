// What further sets say of a finished exhibit: counted as a whole, as if it had been
// scanned with all the sets, and refused where it does not fit.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/ledger/ledger_messages.h"

namespace winnow {
namespace {

// Its place is between the two sets of sample_run(), by type and name.
AddedSet added_set(const std::string& name = "grade2", const std::string& id = "22") {
  return {name, id, 0, 0, 500, 31};
}

RematchStarted started(std::vector<AddedSet> sets = {added_set()}) {
  return {"N. N.", "1", std::move(sets)};
}

RematchMet met(FileId file, std::uint32_t set = 2, std::uint32_t entry = 5) {
  RematchMet told;
  told.place = {file, 0};
  told.digests = hashed(file).digests;
  told.matches = {{set, entry, Algorithm::sha1, false, Tier::confirm}};
  return told;
}

RematchMet met_member(FileId file, std::uint32_t member) {
  RematchMet told = met(file);
  told.place.member = member;
  told.path = "in/side.jpg";
  told.size = 77;
  return told;
}

EntryMet entry_of(std::uint32_t set, std::uint32_t entry = 5) {
  EntryMet told = entry_met(entry);
  told.set = set;
  return told;
}

OutcomeRecord with_member(FileId file) {
  OutcomeRecord outcome = hashed(file);
  MemberRecord member;
  member.path = "in/side.jpg";
  member.size = 77;
  member.digests = outcome.digests;
  member.look.emplace();
  member.look->type = "JPEG picture";
  member.look->is_picture = true;
  member.look->pictures = {{0, 80, {}, {}}};
  member.look->classes = {{1, 90}};
  outcome.members = {member};
  return outcome;
}

OutcomeRecord benign(FileId file) {
  OutcomeRecord outcome = hashed(file);
  outcome.matches = {{1, 0, Algorithm::md5, false}};
  return outcome;
}

class Rematch : public ::testing::Test {
 protected:
  Rematch() {
    fed_.list(6);
    fed_.take(entry_met());
    fed_.take(OutcomeKnown{matched(0)});
    fed_.take(OutcomeKnown{hashed(1)});
    fed_.take(OutcomeKnown{with_member(2)});
    fed_.take(OutcomeKnown{benign(3)});
    fed_.take(OutcomeKnown{not_read(4, FileOutcome::encrypted, "is encrypted")});
    fed_.take(OutcomeKnown{hashed(5)});
    fed_.take(Done{});
  }
  void begin(std::vector<AddedSet> sets = {added_set()}) {
    fed_.take(started(std::move(sets)));
    fed_.take(entry_of(2));
  }
  [[nodiscard]] std::uint64_t files(FileOutcome outcome) const {
    return fed_.ledger.coverage().files.count(outcome);
  }
  [[nodiscard]] std::vector<std::string> problems() const {
    std::vector<std::string> reasons;
    for (const Problem& problem : fed_.ledger.coverage().problems) {
      reasons.push_back(problem.reason);
    }
    return reasons;
  }

  Fed fed_;
};

TEST_F(Rematch, CountsWhenItsEndIsThereAndNotBefore) {
  begin();
  fed_.take(met(1));
  EXPECT_TRUE(fed_.ledger.is_rematch_open());
  EXPECT_EQ(fed_.ledger.findings().size(), 1u);
  EXPECT_EQ(fed_.ledger.coverage().sets.size(), 2u);
  EXPECT_EQ(files(FileOutcome::matched), 1u);
  fed_.take(RematchDone{});
  EXPECT_FALSE(fed_.ledger.is_rematch_open());
  EXPECT_EQ(fed_.ledger.findings().size(), 2u);
  EXPECT_EQ(files(FileOutcome::matched), 2u);
  EXPECT_EQ(files(FileOutcome::hashed), 3u);
  EXPECT_EQ(fed_.ledger.raised(), (std::vector<ContentPlace>{{1, 0}}));
  EXPECT_TRUE(fed_.ledger.coverage().balanced);
}

TEST_F(Rematch, OneThatWasCutOffIsBegunAgainAndCountsOnce) {
  begin();
  fed_.take(met(1));
  begin();
  fed_.take(met(1));
  fed_.take(met(5));
  fed_.take(RematchDone{});
  EXPECT_EQ(fed_.ledger.findings().size(), 3u);
  EXPECT_EQ(fed_.ledger.coverage().sets.size(), 3u);
}

TEST_F(Rematch, NumbersSetsInAnAnswerAsIfTheyHadComeTogether) {
  begin({added_set("a list", "aa"), added_set("os", "05")});
  fed_.take(entry_of(3));
  RematchMet told = met(1);
  told.matches.push_back({3, 5, Algorithm::md5, false});
  fed_.take(told);
  fed_.take(RematchDone{});
  const Coverage coverage = fed_.ledger.coverage();
  std::string names;
  for (const UsedSet& used : coverage.sets) names += used.name + " ";
  EXPECT_EQ(names, "a list grade1 os os ");
  EXPECT_EQ(coverage.sets[2].type, SetType::notable);
  const auto findings = fed_.ledger.findings();
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_EQ(findings[0].set_number, 1u);  // that was 0 alone
  EXPECT_EQ(findings[1].set, "a list");
  EXPECT_EQ(findings[1].set_number, 0u);
  EXPECT_EQ(findings[1].tier, Tier::confirm);
  EXPECT_EQ(findings[1].category.label, "label");
  EXPECT_EQ(findings[2].set_number, 2u);
}

TEST_F(Rematch, AMemberIsRaisedOnceHoweverManySetsListIt) {
  begin();
  fed_.take(met_member(2, 1));
  fed_.take(RematchDone{});
  fed_.take(started({added_set("third", "33")}));
  fed_.take(entry_of(3));
  RematchMet again = met_member(2, 1);
  again.matches[0].set = 3;
  fed_.take(again);
  fed_.take(RematchDone{});
  const Coverage coverage = fed_.ledger.coverage();
  EXPECT_EQ(coverage.members.count(FileOutcome::matched), 1u);
  EXPECT_EQ(coverage.members.count(FileOutcome::hashed), 0u);
  const auto findings = fed_.ledger.findings();
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_EQ(findings[1].path, "/volume-0/2//in/side.jpg");
  EXPECT_EQ(findings[1].size, 77u);
  EXPECT_EQ(fed_.ledger.raised().size(), 1u);
}

TEST_F(Rematch, WhatANotableSetListsIsNoKnownBenignFileAnyMore) {
  EXPECT_EQ(fed_.ledger.coverage().known_benign, 1u);
  begin();
  fed_.take(met(3));
  fed_.take(RematchDone{});
  EXPECT_EQ(fed_.ledger.coverage().known_benign, 0u);
}

TEST_F(Rematch, FilesOfKnownSetsCountUnlessTheyAreNotable) {
  AddedSet known = added_set("programs", "44");
  known.type = 1;
  fed_.take(started({known}));
  fed_.take(RematchKnown{false, {{0, 0}, {1, 0}, {2, 1}, {3, 0}}});
  fed_.take(RematchKnown{true, {{5, 0}}});
  fed_.take(RematchDone{});
  EXPECT_EQ(fed_.ledger.coverage().known_benign, 2u);  // 1 and 3
  EXPECT_EQ(files(FileOutcome::matched), 1u);
}

TEST_F(Rematch, PicturesThatAreKnownLeaveTheirClass) {
  EXPECT_EQ(fed_.ledger.coverage().classes[1].pictures, 1u);
  begin();
  fed_.take(met_member(2, 1));
  fed_.take(RematchDone{{{1, 1}}, {}});
  EXPECT_EQ(fed_.ledger.coverage().classes[1].pictures, 0u);
}

TEST_F(Rematch, NearPicturesAreToldOfAsByAScan) {
  begin();
  RematchMet told = met_member(2, 1);
  told.matches.clear();
  RematchedNear near;
  near.near.set = 2;
  near.near.entry = 5;
  near.near.distance = 9;
  near.quality = 80;
  told.near = {near};
  fed_.take(told);
  fed_.take(RematchDone{});
  const auto findings = fed_.ledger.findings();
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[1].kind, FindingKind::near);
  EXPECT_EQ(findings[1].near->set_size, 500u);
  EXPECT_EQ(findings[1].near->compared, 1u);
  EXPECT_TRUE(fed_.ledger.raised().empty());
}

TEST_F(Rematch, WhatIsNotDecidedKeepsItFromBeingComplete) {
  Fed clean;
  clean.list(1);
  clean.take(OutcomeKnown{hashed(0)});
  clean.take(Done{});
  ASSERT_TRUE(clean.ledger.coverage().complete);
  clean.take(started());
  clean.take(RematchDone{{}, {{Undecided::known_pictures, 2, 3}}});
  EXPECT_TRUE(clean.ledger.coverage().complete);
  clean.take(started({added_set("other", "33")}));
  clean.take(RematchDone{{}, {{Undecided::pictures, 3, 0}}});
  const Coverage coverage = clean.ledger.coverage();
  EXPECT_FALSE(coverage.complete);
  ASSERT_EQ(coverage.problems.size(), 2u);
  EXPECT_EQ(coverage.problems[0].outcome, "skipped");
  EXPECT_EQ(coverage.problems[1].outcome, "unvisited");
  EXPECT_NE(coverage.problems[1].reason.find("set other"), std::string::npos);
}

// Its blocks were looked for by nobody, so free space says nothing of the set.
TEST_F(Rematch, FreeSpaceIsUnseenForASetThatCameLater) {
  Fed image;
  image.list(1);
  image.take(SamplesPlanned{1 << 16, 1});
  image.take(OutcomeKnown{hashed(0)});
  image.take(Done{});
  const ResidualBasis before = image.ledger.coverage().residual;
  ASSERT_GT(before.examined_bytes, 0u);
  AddedSet learned = added_set();
  learned.probative_ppm = 990'000;
  image.take(started({learned}));
  image.take(RematchDone{});
  const ResidualBasis after = image.ledger.coverage().residual;
  EXPECT_EQ(after.probative_ppm, 0u);
  EXPECT_EQ(after.examined_bytes, 0u);
  EXPECT_EQ(after.unseen_bytes, before.unseen_bytes + before.examined_bytes);
}

Fed image_that_keeps_blocks() {
  Fed image;
  image.take(sample_run());
  image.take(BlocksToKeep{});
  image.list_behind_run(1);
  image.take(SamplesPlanned{1 << 16, 1});
  image.take(BlocksKept{0, {{8192, 4096, {1, 2, 3}}}});
  image.take(SpaceSearched{0, 0, 0, {{4096, kExhibitBytes - 4096}}, false, 0});
  image.take(OutcomeKnown{hashed(0)});
  image.take(Done{});
  return image;
}

// Where blocks were kept a set that came later is asked of them like any other.
TEST_F(Rematch, BlocksThatWereKeptAreFindingsOfASetThatCameLater) {
  Fed image = image_that_keeps_blocks();
  EXPECT_TRUE(image.ledger.coverage().keeps_blocks);
  const ResidualBasis before = image.ledger.coverage().residual;
  AddedSet learned = added_set();
  learned.probative_ppm = 990'000;
  image.take(started({learned}));
  image.take(entry_of(2));
  image.take(RematchBlocks{{{8192, 2, 2, 5, 1}}, 3});
  EXPECT_TRUE(image.ledger.findings().empty()) << "before its end";
  image.take(RematchDone{});
  const auto findings = image.ledger.findings();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, FindingKind::block);
  EXPECT_EQ(findings[0].set, "grade2");
  EXPECT_EQ(findings[0].size, 8192u);
  const Coverage after = image.ledger.coverage();
  EXPECT_TRUE(after.complete);
  EXPECT_EQ(after.residual.examined_bytes, before.examined_bytes);
  EXPECT_EQ(after.residual.probative_ppm, 900'000u) << "the least of both sets";
  ASSERT_EQ(after.problems.size(), 1u);
  EXPECT_EQ(after.problems[0].reason.substr(0, 13), "3 more places");
}

TEST_F(Rematch, BlocksOfPartsThatWereNotSearchedAreNotDecided) {
  Fed image = image_that_keeps_blocks();
  AddedSet learned = added_set();
  learned.probative_ppm = 990'000;
  image.take(started({learned}));
  image.take(RematchDone{{}, {{Undecided::blocks, 2, 4}}});
  const Coverage after = image.ledger.coverage();
  EXPECT_FALSE(after.complete);
  EXPECT_EQ(after.residual.probative_ppm, 0u);
  ASSERT_EQ(after.problems.size(), 1u);
  EXPECT_NE(after.problems[0].reason.find("4 stretches of free space"),
            std::string::npos);
}

// Read to be kept, and compared with nothing.
TEST_F(Rematch, FreeSpaceThatWasOnlyKeptIsNotCompared) {
  Fed image;
  RunStarted run = sample_run();
  run.set_probative_ppm = {0, 0};
  image.take(run);
  image.take(BlocksToKeep{});
  image.list_behind_run(1);
  image.take(BlocksKept{0, {}});
  image.take(SpaceSearched{0, 0, 0, {{4096, 4096}}, false, 0});
  EXPECT_FALSE(image.ledger.coverage().space_searched);
  EXPECT_EQ(never_examined(image.ledger.coverage()).count("unallocated space"), 1u);
  image.take(OutcomeKnown{hashed(0)});
  image.take(Done{});
  AddedSet learned = added_set();
  learned.probative_ppm = 990'000;
  image.take(started({learned}));
  image.take(RematchDone{});
  EXPECT_TRUE(image.ledger.coverage().space_searched);
}

// ---- what does not fit ----

TEST_F(Rematch, KeptBlocksAreOfTheirChunkAndInOrder) {
  Fed image;
  image.take(sample_run());
  Fed no_wish = image;
  image.take(BlocksToKeep{});
  EXPECT_NE(image.refusal(BlocksToKeep{}), "taken");
  EXPECT_NE(image.refusal(BlocksKept{0, {}}), "taken") << "before the inventory";
  image.list_behind_run(1);
  no_wish.list_behind_run(1);
  EXPECT_NE(no_wish.refusal(BlocksToKeep{}), "taken") << "too late";
  EXPECT_NE(no_wish.refusal(BlocksKept{0, {}}), "taken");
  const std::vector<std::vector<KeptBlocks>> wrong = {
      {{0, 0, {}}},                      // no block
      {{0, 0, {1, 2}}},                  // no grid
      {{0, 4096, {1}}},                  // a grid of one
      {{8192, 0, {1}}, {8192, 0, {2}}},  // the same place
      {{8192, 4096, {1, 2}}, {12288, 0, {2}}},
      {{kExhibitBytes - 4095, 0, {1}}},  // beyond the exhibit
      {{0, 1 << 20, {1, 2}}},
  };
  for (const auto& blocks : wrong) {
    EXPECT_NE(image.refusal(BlocksKept{0, blocks}), "taken");
  }
  std::vector<KeptBlocks> crowd;
  for (std::uint64_t at = 0; at <= kSpaceChunkBytes / 512; ++at) {
    crowd.push_back({at, 0, {1}});
  }
  EXPECT_NE(image.refusal(BlocksKept{0, crowd}), "taken");
  EXPECT_NE(image.refusal(BlocksKept{1, {}}), "taken");
  image.take(BlocksKept{0, {{kExhibitBytes - 4096, 0, {1}}}});
  image.take(BlocksKept{0, {}});  // by the next child
  image.take(SpaceSearched{0, 0, 0, {{4096, 4096}}, false, 0});
  EXPECT_NE(image.refusal(BlocksKept{0, {}}), "taken");
}

TEST_F(Rematch, BlocksAreOfAddedSetsWhereSomeWereKept) {
  begin();
  EXPECT_NE(fed_.refusal(RematchBlocks{{{8192, 2, 2, 5, 1}}, 0}), "taken");
  Fed image = image_that_keeps_blocks();
  EXPECT_NE(image.refusal(RematchBlocks{}), "taken") << "of no rematch";
  image.take(started());
  image.take(entry_of(2));
  EXPECT_NE(image.refusal(RematchBlocks{{{8192, 2, 0, 5, 1}}, 0}), "taken");
  EXPECT_NE(image.refusal(RematchBlocks{{{8192, 2, 2, 6, 1}}, 0}), "taken");
  EXPECT_NE(image.refusal(RematchBlocks{{{8192, 0, 2, 5, 1}}, 0}), "taken");
  EXPECT_NE(image.refusal(RematchBlocks{{{kExhibitBytes, 1, 2, 5, 1}}, 0}), "taken");
  image.take(RematchBlocks{{{8192, 1, 2, 5, 1}}, 0});
  EXPECT_NE(image.refusal(RematchBlocks{{{8192, 1, 2, 5, 1}}, 0}), "taken");
}

TEST_F(Rematch, ComesBehindTheEndOrNotAtAll) {
  Fed early;
  early.list(1);
  EXPECT_NE(early.refusal(started()), "taken");
  EXPECT_NE(early.refusal(met(0)), "taken");
  EXPECT_NE(fed_.refusal(met(1)), "taken");
  EXPECT_NE(fed_.refusal(RematchDone{}), "taken");
  EXPECT_NE(fed_.refusal(RematchKnown{}), "taken");
  EXPECT_NE(fed_.refusal(entry_of(0)), "taken");
  begin();
  EXPECT_NE(fed_.refusal(OutcomeKnown{hashed(1)}), "taken");
  EXPECT_NE(fed_.refusal(Done{}), "taken");
  EXPECT_NE(fed_.refusal(entry_of(0)), "taken");
}

TEST_F(Rematch, SetsAreNewAndSound) {
  EXPECT_NE(fed_.refusal(started({})), "taken");
  EXPECT_NE(fed_.refusal(started({added_set("grade1", "00")})), "taken");
  EXPECT_NE(fed_.refusal(started({added_set(), added_set()})), "taken");
  AddedSet wrong = added_set();
  wrong.type = 3;
  EXPECT_NE(fed_.refusal(started({wrong})), "taken");
  wrong = added_set();
  wrong.probative_ppm = 1'000'001;
  EXPECT_NE(fed_.refusal(started({wrong})), "taken");
  // Of the same name, or the same content as another type, is another set.
  wrong = added_set("grade1", "01");
  EXPECT_EQ(fed_.refusal(started({wrong})), "taken");
  begin();
  fed_.take(RematchDone{});
  EXPECT_NE(fed_.refusal(started()), "taken");
}

TEST_F(Rematch, MatchesAreOfReadFilesInAddedNotableSetsByKnownEntries) {
  AddedSet known = added_set("programs", "44");
  known.type = 1;
  begin({added_set(), known});
  EXPECT_EQ(fed_.refusal(met(1)), "taken");
  EXPECT_NE(fed_.refusal(met(4)), "taken") << "encrypted";
  EXPECT_NE(fed_.refusal(met(6)), "taken") << "no file";
  EXPECT_NE(fed_.refusal(met(1, 0, 0)), "taken") << "of the scan";
  EXPECT_NE(fed_.refusal(met(1, 3)), "taken") << "of known files";
  EXPECT_NE(fed_.refusal(met(1, 4)), "taken") << "no set";
  EXPECT_NE(fed_.refusal(met(1, 2, 6)), "taken") << "unknown entry";
  RematchMet twice = met(1);
  twice.matches.push_back(twice.matches[0]);
  EXPECT_NE(fed_.refusal(twice), "taken");
  RematchMet none = met(1);
  none.matches.clear();
  EXPECT_NE(fed_.refusal(none), "taken");
  RematchMet no_digest = met(1);
  no_digest.digests = {};
  EXPECT_NE(fed_.refusal(no_digest), "taken");
  fed_.take(met(1));
  EXPECT_NE(fed_.refusal(met(1)), "taken") << "again";
  EXPECT_NE(fed_.refusal(met(0)), "taken") << "backwards";
}

TEST_F(Rematch, NoMoreMembersAreRaisedThanThereAre) {
  begin();
  EXPECT_NE(fed_.refusal(met_member(2, 70'000)), "taken");
  RematchMet nameless = met_member(2, 1);
  nameless.path = "";
  EXPECT_NE(fed_.refusal(nameless), "taken");
  RematchMet file_with_path = met(2);
  file_with_path.path = "x";
  EXPECT_NE(fed_.refusal(file_with_path), "taken");
  fed_.take(met_member(2, 1));
  EXPECT_NE(fed_.refusal(met_member(2, 2)), "taken");
  fed_.take(RematchDone{});
  fed_.take(started({added_set("third", "33")}));
  fed_.take(entry_of(3));
  RematchMet renamed = met_member(2, 1);
  renamed.matches[0].set = 3;
  renamed.path = "another";
  EXPECT_NE(fed_.refusal(renamed), "taken");
}

TEST_F(Rematch, NearMatchesAreNearAndOfPictures) {
  begin();
  RematchMet told = met(1);
  RematchedNear near;
  near.near.set = 2;
  near.near.entry = 5;
  near.near.distance = 31;
  near.quality = kLeastPdqQuality;
  told.near = {near};
  EXPECT_EQ(fed_.refusal(told), "taken");
  told.near[0].near.distance = 32;
  EXPECT_NE(fed_.refusal(told), "taken");
  told.near[0] = near;
  told.near[0].quality = kLeastPdqQuality - 1;
  EXPECT_NE(fed_.refusal(told), "taken");
  told.near = {near, near};
  EXPECT_NE(fed_.refusal(told), "taken");
  told.near = {near};
  told.near[0].near.entry = 6;
  EXPECT_NE(fed_.refusal(told), "taken");
}

TEST_F(Rematch, KnownFilesAndEndsAreSound) {
  begin();
  EXPECT_NE(fed_.refusal(RematchKnown{false, {{1, 0}}}), "taken") << "no known set";
  EXPECT_NE(fed_.refusal(RematchDone{{{1, 2}}, {}}), "taken") << "one face only";
  EXPECT_NE(fed_.refusal(RematchDone{{{0, 1}}, {}}), "taken") << "no photograph";
  EXPECT_NE(fed_.refusal(RematchDone{{}, {{Undecided::blocks, 1, 0}}}), "taken");
  AddedSet known = added_set("programs", "44");
  known.type = 1;
  fed_.take(started({known}));
  EXPECT_NE(fed_.refusal(RematchKnown{false, {{2, 0}, {1, 0}}}), "taken");
  EXPECT_NE(fed_.refusal(RematchKnown{false, {{4, 0}}}), "taken");
  EXPECT_NE(fed_.refusal(RematchKnown{false, {{6, 0}}}), "taken");
}

TEST_F(Rematch, LooksThatComeLateAreToldOfBeforeTheirOutcomes) {
  Fed fed;
  fed.list(3);
  EXPECT_EQ(fed.refusal(LookedLate{{0, 2}}), "taken");
  EXPECT_NE(fed.refusal(LookedLate{{2, 0}}), "taken");
  EXPECT_NE(fed.refusal(LookedLate{{3}}), "taken");
  fed.take(LookedLate{{0}});
  EXPECT_TRUE(fed.ledger.files().is_looked_late(0));
  EXPECT_FALSE(fed.ledger.files().is_looked_late(1));
  fed.take(OutcomeKnown{hashed(0)});
  EXPECT_NE(fed.refusal(LookedLate{{0}}), "taken");
}

}  // namespace
}  // namespace winnow
