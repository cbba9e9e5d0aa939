#include "drivers/selftest/training_record.h"

#include <algorithm>

#include "tests/selftest/own_state_folder.h"

namespace winnow::test {
namespace {

constexpr const char* kVersion1 = "0.1.0 (abc)";
constexpr const char* kVersion2 = "0.2.0 (def)";
constexpr std::int64_t kNow = 1795000000;
constexpr std::int64_t kDay = 24 * 60 * 60;

class TrainingRecordTest : public OwnStateFolder {
 protected:
  // The first `count` steps.
  static void take(const std::string& name, std::size_t count,
                   const char* version = kVersion1, std::int64_t now = kNow) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto taken =
          take_training_step(name, training_steps()[i].key, version, now);
      ASSERT_TRUE(taken) << taken.error().line();
      EXPECT_EQ(taken->done, i + 1);
      EXPECT_EQ(taken->is_complete, i + 1 == training_steps().size());
    }
  }
  static TrainingRecord training(const char* version = kVersion1,
                                 std::int64_t now = kNow) {
    auto record = read_training(version, now);
    EXPECT_TRUE(record) << record.error().line();
    return record ? std::move(*record) : TrainingRecord{};
  }
  const std::size_t all_ = training_steps().size();
};

TEST_F(TrainingRecordTest, StepsHaveKeysOfTheirOwn) {
  const auto& steps = training_steps();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) EXPECT_STRNE(steps[i].key, steps[k].key);
  }
}

TEST_F(TrainingRecordTest, NobodyIsTrainedAtFirst) {
  const auto record = training();
  EXPECT_TRUE(record.completed.empty());
  EXPECT_TRUE(record.remarks.empty());
  EXPECT_EQ(record.valid_days, kUsualTrainingDays);
}

TEST_F(TrainingRecordTest, TheLastStepPutsTheCompletionOnRecord) {
  take(" O. Officer ", all_ - 1);
  EXPECT_EQ(training().under_way.at("O. Officer"), all_ - 1);
  EXPECT_TRUE(training().completed.empty());
  const auto taken = take_training_step("O. Officer", training_steps().back().key,
                                        kVersion1, kNow + 5);
  ASSERT_TRUE(taken) << taken.error().line();
  EXPECT_TRUE(taken->is_complete);
  const auto record = training();
  ASSERT_EQ(record.completed.size(), 1u);
  EXPECT_EQ(record.completed[0].name, "O. Officer");
  EXPECT_EQ(record.completed[0].at, kNow + 5);
  EXPECT_EQ(record.completed[0].tool_version, kVersion1);
  EXPECT_EQ(record.completed[0].expires, kNow + 5 + kUsualTrainingDays * kDay);
  EXPECT_TRUE(record.under_way.empty());
}

TEST_F(TrainingRecordTest, NoStepIsTakenBeforeTheOnesBeforeIt) {
  for (std::size_t i = 1; i < all_; ++i) {
    EXPECT_FALSE(
        take_training_step("O. Officer", training_steps()[i].key, kVersion1, kNow));
  }
  take("O. Officer", 2);
  EXPECT_FALSE(
      take_training_step("O. Officer", training_steps().back().key, kVersion1, kNow));
  // Nor for what somebody else has done.
  EXPECT_FALSE(
      take_training_step("S. Somebody", training_steps()[2].key, kVersion1, kNow));
  EXPECT_TRUE(training().completed.empty());
}

TEST_F(TrainingRecordTest, AnotherSpellingIsTheSamePerson) {
  take("Second Trainee", 3);
  const auto taken =
      take_training_step("second  trainee", training_steps()[3].key, kVersion1, kNow);
  ASSERT_TRUE(taken) << taken.error().line();
  EXPECT_EQ(taken->done, 4u);
  EXPECT_EQ(training().under_way.size(), 1u);
  for (std::size_t i = 4; i < all_; ++i) {
    EXPECT_TRUE(
        take_training_step("SECOND TRAINEE", training_steps()[i].key, kVersion1, kNow));
  }
  EXPECT_TRUE(training().under_way.empty());
  EXPECT_EQ(training().completed.size(), 1u);
}

TEST_F(TrainingRecordTest, AStepOfAnotherVersionCountsForNothing) {
  take("O. Officer", all_ - 1);
  EXPECT_FALSE(
      take_training_step("O. Officer", training_steps().back().key, kVersion2, kNow));
}

TEST_F(TrainingRecordTest, AStepIsNotPutOnRecordTwice) {
  take("O. Officer", 3);
  const std::string before = read("training/audit.jsonl");
  const auto again =
      take_training_step("O. Officer", training_steps()[1].key, kVersion1, kNow);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->done, 3u);
  EXPECT_EQ(read("training/audit.jsonl"), before);
}

TEST_F(TrainingRecordTest, TheFirstStepBeginsAnew) {
  take("O. Officer", 4);
  take("O. Officer", 1);
  EXPECT_FALSE(
      take_training_step("O. Officer", training_steps()[4].key, kVersion1, kNow));
}

TEST_F(TrainingRecordTest, ACompletionCountsForItsVersionAndItsDays) {
  take("O. Officer", all_);
  const std::int64_t last = kNow + kUsualTrainingDays * kDay - 1;
  EXPECT_TRUE(training(kVersion1, last).completed[0].is_valid);
  EXPECT_FALSE(training(kVersion1, last + 1).completed[0].is_valid);
  EXPECT_FALSE(training(kVersion2).completed[0].is_valid);
  EXPECT_FALSE(training(kVersion1, kNow - 1).completed[0].is_valid);
}

TEST_F(TrainingRecordTest, TheUnitSetsTheDays) {
  take("O. Officer", all_);
  ASSERT_TRUE(set_training_validity(30, "S. Supervisor"));
  const auto record = training(kVersion1, kNow + 30 * kDay);
  EXPECT_EQ(record.valid_days, 30u);
  EXPECT_EQ(record.completed[0].expires, kNow + 30 * kDay);
  EXPECT_FALSE(record.completed[0].is_valid);
  // What has run out does not count again for that more days are set.
  ASSERT_TRUE(set_training_validity(3650, "S. Supervisor"));
  EXPECT_FALSE(training(kVersion1, kNow + 30 * kDay).completed[0].is_valid);
  EXPECT_FALSE(set_training_validity(0, "S. Supervisor"));
  EXPECT_FALSE(set_training_validity(3651, "S. Supervisor"));
  EXPECT_FALSE(set_training_validity(30, " "));
}

TEST_F(TrainingRecordTest, TheLatestComesFirst) {
  take("O. Officer", all_, kVersion1, kNow);
  take("S. Somebody", all_, kVersion1, kNow + 9);
  const auto record = training(kVersion1, kNow + 9);
  ASSERT_EQ(record.completed.size(), 2u);
  EXPECT_EQ(record.completed[0].name, "S. Somebody");
}

TEST_F(TrainingRecordTest, AChangedNameIsNoCompletionOfThatName) {
  take("O. Officer", all_);
  std::string log = read("training/audit.jsonl");
  for (auto at = log.find("O. Officer"); at != std::string::npos;
       at = log.find("O. Officer")) {
    log.replace(at, 10, "S. Somebod");
  }
  write("training/audit.jsonl", log);
  const auto record = training();
  EXPECT_TRUE(record.completed.empty());
  EXPECT_FALSE(record.remarks.empty());
}

TEST_F(TrainingRecordTest, DamageTakesAwayNoMoreThanItsLines) {
  take("O. Officer", all_);
  take("S. Somebody", 1);
  std::string log = read("training/audit.jsonl");
  log[log.size() - 30] ^= 1;  // in the last line
  write("training/audit.jsonl", log);
  const auto record = training();
  EXPECT_EQ(record.completed.size(), 1u);
  EXPECT_FALSE(record.remarks.empty());
  // And it is gone on with.
  take("S. Somebody", all_);
  EXPECT_EQ(training().completed.size(), 2u);
}

TEST_F(TrainingRecordTest, NoNameAndNoSuchStepAreRefused) {
  EXPECT_FALSE(take_training_step("  ", "limits", kVersion1, kNow));
  const auto taken = take_training_step("O. Officer", "\x1b[2J", kVersion1, kNow);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().line().find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace winnow::test
