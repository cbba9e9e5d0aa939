// What looking at contents and at their members adds to the account.
#include <gtest/gtest.h>

#include "tests/ledger/ledger_messages.h"

namespace winnow {
namespace {

PictureRecord picture(std::uint8_t quality = 90) {
  PictureRecord record;
  record.quality = quality;
  record.full[0].value[0] = std::byte{0xAB};
  return record;
}

NearRecord near_entry(std::uint8_t distance = 12) {
  NearRecord near;
  near.set = 0;
  near.entry = 0;
  near.distance = distance;
  near.variant = PdqVariant::rotated_90;
  return near;
}

LookRecord picture_look() {
  LookRecord look;
  look.type = "JPEG picture";
  look.is_picture = true;
  look.pictures = {picture()};
  look.near = {near_entry()};
  return look;
}

MemberRecord member(const std::string& path) {
  MemberRecord record;
  record.path = path;
  record.size = 77;
  record.digests = hashed(99).digests;
  return record;
}

class LedgerLooks : public ::testing::Test {
 protected:
  LedgerLooks() {
    fed_.list(3);
    fed_.take(entry_met());
  }
  Fed fed_;
};

TEST_F(LedgerLooks, ANearPictureIsAFindingWithAllThatWeighsIt) {
  OutcomeRecord outcome = hashed(1);
  outcome.look = picture_look();
  fed_.take(OutcomeKnown{outcome});
  const auto findings = fed_.ledger.findings();
  ASSERT_EQ(findings.size(), 1u);
  const Finding& found = findings[0];
  EXPECT_EQ(found.kind, FindingKind::near);
  EXPECT_EQ(found.tier, Tier::look);
  EXPECT_EQ(found.path, "/volume-0/1");
  EXPECT_EQ(found.category.label, "label");
  ASSERT_TRUE(found.near);
  EXPECT_EQ(found.near->distance, 12u);
  EXPECT_EQ(found.near->quality, 90u);
  EXPECT_EQ(found.near->variant, PdqVariant::rotated_90);
  EXPECT_EQ(found.near->set_size, 1000u);
  EXPECT_EQ(found.near->compared, 1u);
  EXPECT_TRUE(found.near->is_alert());
  EXPECT_EQ(found.near->chance, expected_by_chance(12, 1, 1000));
  EXPECT_EQ(found.pdq, picture().full[0]);
  EXPECT_EQ(fed_.ledger.coverage().pictures.compared, 1u);
}

TEST_F(LedgerLooks, WhatIsListedIsNotCalledNearAsWell) {
  OutcomeRecord outcome = matched(1);
  outcome.look = picture_look();
  fed_.take(OutcomeKnown{outcome});
  const auto findings = fed_.ledger.findings();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, FindingKind::exact);
}

TEST_F(LedgerLooks, AMemberIsFoundByItsPathAndCountedByItself) {
  OutcomeRecord outcome = hashed(1);
  MemberRecord listed = member("DCIM/a.jpg");
  listed.outcome = FileOutcome::matched;
  listed.matches = {{0, 0, Algorithm::sha256, false, Tier::look}};
  MemberRecord closed = member("b.jpg");
  closed.outcome = FileOutcome::encrypted;
  closed.reason = "encrypted with a password";
  closed.digests = {};
  outcome.members = {listed, closed};
  fed_.take(OutcomeKnown{outcome});
  const auto findings = fed_.ledger.findings();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].path, "/volume-0/1//DCIM/a.jpg");
  EXPECT_EQ(findings[0].size, 77u);
  EXPECT_EQ(findings[0].member, 1u);
  EXPECT_EQ(findings[0].runs,
            (std::vector<winnow::Run>{{4096, 4096}}));  // of what holds it
  const Coverage coverage = fed_.ledger.coverage();
  EXPECT_EQ(coverage.members.listed, 2u);
  EXPECT_EQ(coverage.members.count(FileOutcome::matched), 1u);
  EXPECT_EQ(coverage.members.count(FileOutcome::encrypted), 1u);
  EXPECT_EQ(coverage.files.count(FileOutcome::hashed), 1u);
  ASSERT_EQ(coverage.problems.size(), 1u);
  EXPECT_EQ(coverage.problems[0].path, "/volume-0/1//b.jpg");
  EXPECT_EQ(coverage.problems[0].outcome, "encrypted");
  EXPECT_FALSE(coverage.complete);
}

TEST_F(LedgerLooks, ANamedDigestIsARecordWhereASetListsIt) {
  OutcomeRecord outcome = hashed(1);
  LookRecord look;
  look.type = "SQLite database";
  NamedDigestRecord listed{hashed(50).digests,
                           "table shares, row 3",
                           {{0, 0, Algorithm::sha1, false, Tier::look}}};
  look.named = {listed, {hashed(51).digests, "table shares, row 4", {}}};
  outcome.look = look;
  fed_.take(OutcomeKnown{outcome});
  const auto findings = fed_.ledger.findings();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, FindingKind::record);
  EXPECT_EQ(findings[0].digests, listed.digests);
  EXPECT_NE(findings[0].note.find("table shares, row 3"), std::string::npos);
}

TEST_F(LedgerLooks, WhatAContentHintsAtIsAnIndication) {
  OutcomeRecord outcome = hashed(1);
  LookRecord look = picture_look();
  look.near.clear();
  look.hints = {{ContentHint::disguised, "is a JPEG picture, which its name hides"}};
  outcome.look = look;
  fed_.take(OutcomeKnown{outcome});
  const auto findings = fed_.ledger.findings();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, FindingKind::indication);
  EXPECT_TRUE(findings[0].is_hint());
  EXPECT_EQ(findings[0].set, kContentSet);
}

TEST_F(LedgerLooks, ClassesAreCountedOfTheUnknownAlone) {
  OutcomeRecord near = hashed(0);
  near.look = picture_look();
  near.look->classes = {{0, 90}, {1, 70}};
  fed_.take(OutcomeKnown{near});
  OutcomeRecord unknown = hashed(1);
  unknown.look = picture_look();
  unknown.look->near.clear();
  unknown.look->classes = {{1, 100}};
  fed_.take(OutcomeKnown{unknown});
  // A known benign picture that was decoded all the same (--keep all), and a member
  // that is one.
  OutcomeRecord benign = unknown;
  benign.file = 2;
  benign.matches = {{1, 0, Algorithm::sha1, false}};
  benign.members = {member("b.jpg")};
  benign.members[0].matches = benign.matches;
  benign.members[0].look = unknown.look;
  fed_.take(OutcomeKnown{benign});
  const auto classes = fed_.ledger.coverage().classes;
  ASSERT_EQ(classes.size(), 2u);
  EXPECT_EQ(classes[0].kind.name, "photograph");
  EXPECT_EQ(classes[0].pictures, 0u);
  EXPECT_EQ(classes[1].pictures, 1u);
  EXPECT_EQ(fed_.ledger.findings().size(), 1u) << "a class finds nothing";
}

TEST_F(LedgerLooks, AClassThatThereIsNotIsRefused) {
  OutcomeRecord outcome = hashed(1);
  outcome.look = picture_look();
  for (const std::vector<ClassRecord>& wrong : {std::vector<ClassRecord>{{2, 50}},
                                                {{0, 101}},
                                                {{1, 50}, {0, 50}},
                                                {{0, 50}, {0, 50}}}) {
    outcome.look->classes = wrong;
    EXPECT_FALSE(fed_.ledger.check(OutcomeKnown{outcome}));
  }
  outcome.look->classes = {{0, 100}, {1, 50}};
  EXPECT_TRUE(fed_.ledger.check(OutcomeKnown{outcome}));
}

// Broken pictures are everywhere; what holds files and cannot be opened is a gap.
TEST_F(LedgerLooks, OnlyWhatMayHideFilesIsAGap) {
  fed_.take(OutcomeKnown{hashed(0)});
  fed_.take(OutcomeKnown{hashed(2)});
  OutcomeRecord broken = hashed(1);
  LookRecord look;
  look.type = "JPEG picture";
  look.is_picture = true;
  look.outcome = FileOutcome::skipped;
  look.reason = "cannot be decoded";
  broken.look = look;
  Fed other = fed_;
  fed_.take(OutcomeKnown{broken});
  fed_.take(Done{});
  EXPECT_TRUE(fed_.ledger.coverage().complete);
  EXPECT_EQ(fed_.ledger.coverage().pictures.not_decoded, 1u);
  EXPECT_EQ(fed_.ledger.coverage().problems.size(), 1u);
  broken.look->outcome = FileOutcome::failed;
  other.take(OutcomeKnown{broken});
  other.take(Done{});
  EXPECT_FALSE(other.ledger.coverage().complete);
}

TEST_F(LedgerLooks, WhatIsNotReadInsideAFileIsAGapThatIsNamed) {
  fed_.take(OutcomeKnown{hashed(0)});
  fed_.take(OutcomeKnown{hashed(2)});
  OutcomeRecord outcome = hashed(1);
  outcome.look = LookRecord{};
  outcome.look->type = "archive";
  Fed within = fed_;
  outcome.look->outcome = FileOutcome::unsupported;
  outcome.look->reason = "of a kind that is not read";
  fed_.take(OutcomeKnown{outcome});
  fed_.take(Done{});
  Coverage coverage = fed_.ledger.coverage();
  EXPECT_FALSE(coverage.complete);
  EXPECT_EQ(coverage.files.count(FileOutcome::hashed), 3u);
  ASSERT_EQ(coverage.problems.size(), 1u);
  EXPECT_EQ(coverage.problems[0].outcome, "unsupported");
  EXPECT_EQ(coverage.problems[0].path, "/volume-0/1");

  outcome.look->outcome = FileOutcome::hashed;
  outcome.look->reason.clear();
  MemberRecord closed = member("a.jpg");
  closed.outcome = FileOutcome::unsupported;
  closed.reason = "stored by a method that is not read";
  closed.digests = {};
  outcome.members = {member("b.jpg"), closed};
  within.take(OutcomeKnown{outcome});
  within.take(Done{});
  coverage = within.ledger.coverage();
  EXPECT_FALSE(coverage.complete);
  EXPECT_EQ(coverage.members.listed, 2u);
  EXPECT_EQ(coverage.members.count(FileOutcome::hashed), 1u);
  EXPECT_EQ(coverage.members.count(FileOutcome::unvisited), 1u);
  ASSERT_EQ(coverage.problems.size(), 1u);
  EXPECT_EQ(coverage.problems[0].outcome, "unsupported");
  EXPECT_EQ(coverage.problems[0].path, "/volume-0/1//a.jpg");
}

TEST_F(LedgerLooks, WhatIsNotReadNeedsAReason) {
  for (const FileOutcome outcome :
       {FileOutcome::probed, FileOutcome::skipped, FileOutcome::encrypted,
        FileOutcome::unreadable, FileOutcome::failed, FileOutcome::unvisited,
        FileOutcome::unsupported}) {
    OutcomeRecord of_member = hashed(1);
    of_member.members = {member("a.jpg")};
    of_member.members[0].outcome = outcome;
    EXPECT_EQ(fed_.refusal(OutcomeKnown{of_member}),
              "message refused: a member not read for no reason");
    of_member.members[0].reason = "why";
    EXPECT_EQ(fed_.refusal(OutcomeKnown{of_member}), "taken");
    of_member.members[0].look.emplace().outcome = outcome;
    EXPECT_EQ(fed_.refusal(OutcomeKnown{of_member}),
              "message refused: a content not looked at for no reason");
    OutcomeRecord of_look = hashed(1);
    of_look.look.emplace().outcome = outcome;
    EXPECT_EQ(fed_.refusal(OutcomeKnown{of_look}),
              "message refused: a content not looked at for no reason");
    of_look.look->reason = "why";
    EXPECT_EQ(fed_.refusal(OutcomeKnown{of_look}), "taken");
  }
}

TEST_F(LedgerLooks, WhatWasReadIsNoProblemWhateverItSays) {
  OutcomeRecord outcome = hashed(1);
  outcome.members = {member("a.jpg")};
  outcome.members[0].reason = "said of what was read";
  fed_.take(OutcomeKnown{outcome});
  EXPECT_TRUE(fed_.ledger.coverage().problems.empty());
}

// Who calls a picture benign has to have left it out for that.
TEST_F(LedgerLooks, ABenignPictureThatFailedIsToldOf) {
  OutcomeRecord outcome = hashed(1);
  LookRecord& look = outcome.look.emplace();
  look.type = "JPEG picture";
  look.is_picture = true;
  look.is_known_benign = true;
  look.outcome = FileOutcome::failed;
  look.reason = "the worker died of it";
  fed_.take(OutcomeKnown{outcome});
  const Coverage coverage = fed_.ledger.coverage();
  ASSERT_EQ(coverage.problems.size(), 1u);
  EXPECT_EQ(coverage.problems[0].outcome, "failed");
  EXPECT_FALSE(coverage.complete);
}

// A file that was deleted inside a disk image, which itself is live.
TEST_F(LedgerLooks, AMemberMayBeDeletedAndMixed) {
  OutcomeRecord outcome = hashed(1);
  const auto listed = [](const char* path, bool allocated, bool uncertain) {
    MemberRecord record = member(path);
    record.outcome = FileOutcome::matched;
    record.matches = {{0, 0, Algorithm::sha256, false, Tier::look}};
    record.allocated = allocated;
    record.uncertain = uncertain;
    return record;
  };
  outcome.members = {listed("a", true, false), listed("b", false, false),
                     listed("c", false, true)};
  fed_.take(OutcomeKnown{outcome});
  const auto findings = fed_.ledger.findings();
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_TRUE(findings[0].allocated);
  EXPECT_FALSE(findings[1].allocated);
  EXPECT_FALSE(findings[2].allocated);
  EXPECT_EQ(findings[1].note.find("may mix"), std::string::npos);
  EXPECT_NE(findings[2].note.find("may mix"), std::string::npos);
}

TEST_F(LedgerLooks, WhatCannotBeIsRefused) {
  const auto refusal = [this](const auto& change) {
    OutcomeRecord outcome = hashed(1);
    outcome.look = picture_look();
    outcome.members = {member("a")};
    change(outcome);
    return fed_.refusal(OutcomeKnown{outcome});
  };
  EXPECT_EQ(refusal([](OutcomeRecord&) {}), "taken");
  EXPECT_NE(refusal([](auto& o) { o.look->near[0].set = 1; }), "taken");
  EXPECT_NE(refusal([](auto& o) { o.look->near[0].set = 9; }), "taken");
  EXPECT_NE(refusal([](auto& o) { o.look->near[0].entry = 5; }), "taken");
  EXPECT_NE(refusal([](auto& o) { o.look->near[0].picture = 1; }), "taken");
  EXPECT_NE(refusal([](auto& o) { o.look->near[0].distance = 32; }), "taken");
  EXPECT_NE(refusal([](auto& o) { o.look->near[0].form = PdqForm::reduced; }), "taken");
  EXPECT_NE(refusal([](auto& o) { o.look->pictures[0].quality = 49; }), "taken");
  EXPECT_NE(refusal([](auto& o) { o.look->near.push_back(near_entry()); }), "taken");
  EXPECT_NE(refusal([](auto& o) { o.members[0].path.clear(); }), "taken");
  EXPECT_NE(refusal([](auto& o) { o.members[0].outcome = FileOutcome::matched; }),
            "taken");
  EXPECT_NE(refusal([](auto& o) {
              o.members[0].look = picture_look();
              o.members[0].look->near[0].distance = 99;
            }),
            "taken");
  EXPECT_NE(refusal([](auto& o) {
              o.look->hints = {{ContentHint::disguised, ""}};
            }),
            "taken");
}

}  // namespace
}  // namespace winnow
