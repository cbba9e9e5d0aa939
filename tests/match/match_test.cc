#include "scanner/match/match.h"

#include <gtest/gtest.h>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

HashSet set_of(SetType type, const std::string& list) {
  const TempFolder folder;
  BuildRequest request = request_for(folder, list);
  request.type = type;
  const auto built = build_set(request);
  EXPECT_TRUE(built) << built.error().line();
  auto set = open_set(request.output);
  EXPECT_TRUE(set) << set.error().line();
  return std::move(set).value();
}

OutcomeRecord hashed(std::uint64_t number) {
  OutcomeRecord outcome;
  outcome.outcome = FileOutcome::hashed;
  outcome.digests = digests_of(
      {invented(Algorithm::md5, number), invented(Algorithm::sha256, number)});
  return outcome;
}

Result<void> match(const std::vector<HashSet>& sets, OutcomeRecord& outcome) {
  const auto rules = TierRules::of(sets);
  EXPECT_TRUE(rules);
  return match_outcome(sets, *rules, FileRecord(), outcome);
}

class MatchOutcome : public ::testing::Test {
 protected:
  MatchOutcome() {
    const std::string one = invented_hex(Algorithm::sha256, 1) + "\n";
    sets_.push_back(set_of(SetType::known, one));
    sets_.push_back(set_of(SetType::notable, invented_hex(Algorithm::md5, 2) + "\n" +
                                                 invented_hex(Algorithm::md5, 3) +
                                                 "\n"));
    sets_.push_back(
        set_of(SetType::ignore, one + invented_hex(Algorithm::sha256, 3) + "\n"));
  }

  std::vector<HashSet> sets_;
};

TEST_F(MatchOutcome, LeavesWhatIsListedNowhere) {
  OutcomeRecord outcome = hashed(9);
  ASSERT_TRUE(match(sets_, outcome));
  EXPECT_EQ(outcome.outcome, FileOutcome::hashed);
  EXPECT_TRUE(outcome.matches.empty());
}

TEST_F(MatchOutcome, NotesEverySetButRaisesOnlyForANotableOne) {
  OutcomeRecord known = hashed(1);
  ASSERT_TRUE(match(sets_, known));
  EXPECT_EQ(known.outcome, FileOutcome::hashed);
  ASSERT_EQ(known.matches.size(), 2u);
  EXPECT_EQ(known.matches[0].set, 0u);
  EXPECT_EQ(known.matches[1].set, 2u);
  OutcomeRecord notable = hashed(3);
  ASSERT_TRUE(match(sets_, notable));
  EXPECT_EQ(notable.outcome, FileOutcome::matched);
  ASSERT_EQ(notable.matches.size(), 2u);
  EXPECT_EQ(notable.matches[0].set, 1u);
  EXPECT_EQ(notable.matches[0].algorithm, Algorithm::md5);
  EXPECT_FALSE(notable.matches[0].inconsistent);
}

TEST_F(MatchOutcome, LooksOnlyAtHashedFiles) {
  for (const FileOutcome other : {FileOutcome::skipped, FileOutcome::encrypted,
                                  FileOutcome::unreadable, FileOutcome::failed}) {
    OutcomeRecord outcome = hashed(3);
    outcome.outcome = other;
    ASSERT_TRUE(match(sets_, outcome));
    EXPECT_EQ(outcome.outcome, other);
    EXPECT_TRUE(outcome.matches.empty());
  }
}

TEST(MatchInconsistent, NeverRaisesAFile) {
  // A list whose MD5 agrees and whose SHA-256 is another content's.
  std::vector<HashSet> sets;
  sets.push_back(
      set_of(SetType::notable, "md5,sha256\n" + invented_hex(Algorithm::md5, 1) + "," +
                                   invented_hex(Algorithm::sha256, 2) + "\n"));
  OutcomeRecord outcome = hashed(1);
  ASSERT_TRUE(match(sets, outcome));
  EXPECT_EQ(outcome.outcome, FileOutcome::hashed);
  ASSERT_EQ(outcome.matches.size(), 1u);
  EXPECT_TRUE(outcome.matches[0].inconsistent);
}

TEST(MatchDamaged, IsAFault) {
  const TempFolder folder;
  const BuildRequest request =
      request_for(folder, invented_hex(Algorithm::sha256, 1) + "\n");
  ASSERT_TRUE(build_set(request));
  auto bytes = bytes_in(request.output);
  // The keys: wherever the listed digest stands in the file.
  const Digest listed = invented(Algorithm::sha256, 1);
  const auto at =
      std::search(bytes.begin(), bytes.end(), listed.value.begin(), listed.value.end());
  ASSERT_NE(at, bytes.end());
  at[31] ^= std::byte{1};
  auto set = open_bytes(bytes);
  ASSERT_TRUE(set) << set.error().line();
  std::vector<HashSet> sets;
  sets.push_back(std::move(*set));
  OutcomeRecord outcome = hashed(1);
  EXPECT_FALSE(match(sets, outcome));
}

}  // namespace
}  // namespace winnow
