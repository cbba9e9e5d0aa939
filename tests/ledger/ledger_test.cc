#include "scanner/ledger/ledger.h"

#include <gtest/gtest.h>

#include "tests/ledger/ledger_messages.h"

namespace winnow {
namespace {

TEST(Ledger, KnowsWhatIsExamined) {
  Fed fed;
  fed.list(5);
  EXPECT_TRUE(fed.ledger.examined().empty());
  fed.take(OutcomeKnown{hashed(3)});
  fed.take(OutcomeKnown{not_read(1, FileOutcome::skipped, "empty")});
  EXPECT_EQ(fed.ledger.examined(), (std::vector<FileId>{1, 3}));
  EXPECT_EQ(fed.ledger.outcome_count(), 2u);
  EXPECT_FALSE(fed.ledger.ended());
  fed.take(Done{});
  EXPECT_TRUE(fed.ledger.ended());
}

TEST(Ledger, TheSameProblemCountsOnce) {
  Fed fed;
  fed.list(1);
  const ProblemRecord problem{"", 512, 512, "unreadable", "read error"};
  EXPECT_FALSE(fed.ledger.knows_problem(problem));
  fed.take(ProblemMet{problem});
  EXPECT_TRUE(fed.ledger.knows_problem(problem));
  fed.take(ProblemMet{problem});
  EXPECT_EQ(fed.ledger.coverage().problems.size(), 1u);
  ProblemRecord other = problem;
  other.offset = 1024;
  EXPECT_FALSE(fed.ledger.knows_problem(other));
}

TEST(Ledger, ADeathIsForgottenWhenAnotherChildGetsFurther) {
  Fed fed;
  fed.list(2);
  fed.take(ChildDied{"was killed by signal 9"});
  ASSERT_EQ(fed.ledger.coverage().problems.size(), 1u);
  EXPECT_EQ(fed.ledger.coverage().problems[0].outcome, "failed");
  EXPECT_EQ(fed.ledger.coverage().problems[0].reason, "was killed by signal 9");
  fed.take(OutcomeKnown{hashed(0)});
  EXPECT_TRUE(fed.ledger.coverage().problems.empty());
}

TEST(Ledger, ADeathIsForgottenWhenTheWorkIsDone) {
  Fed fed;
  fed.list(0);
  fed.take(ChildDied{"again"});
  fed.take(Done{});
  EXPECT_TRUE(fed.ledger.coverage().problems.empty());
  EXPECT_TRUE(fed.ledger.coverage().complete);
}

TEST(Ledger, OrderOfOutcomesDoesNotChangeTheAnswer) {
  Fed forward;
  Fed backward;
  forward.list(4);
  backward.list(4);
  forward.take(entry_met());
  backward.take(entry_met());
  for (FileId id = 0; id < 4; ++id) {
    forward.take(OutcomeKnown{matched(id)});
    backward.take(OutcomeKnown{matched(3 - id)});
  }
  const auto a = forward.ledger.findings();
  const auto b = backward.ledger.findings();
  ASSERT_EQ(a.size(), 4u);
  ASSERT_EQ(b.size(), 4u);
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].path, b[i].path);
  EXPECT_EQ(forward.ledger.coverage().read_bytes,
            backward.ledger.coverage().read_bytes);
}

}  // namespace
}  // namespace winnow
