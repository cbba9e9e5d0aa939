// Ten thousand flipped bytes of a set of some megabytes with every kind of section:
// each is a fault, or all answers are those of the sound set.
#include <gtest/gtest.h>

#include <random>
#include <variant>

#include "hashsets/content_blocks.h"
#include "tests/hashsets/learned_sets.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

constexpr std::uint64_t kContents = 20'000;
constexpr unsigned kLearned = 200;
constexpr int kFlips = 10'000;
constexpr unsigned kSeed = 20261121;

PdqHash invented_pdq(std::uint64_t number) {
  return PdqHash{invented(Algorithm::sha256, number + 700'000).value};
}

std::vector<std::byte> sound_set() {
  SetWriter writer(std::uint64_t{64} << 20, testing::TempDir());
  writer.begin_source("list");
  for (std::uint64_t i = 0; i < kContents; ++i) {
    ListRow row;
    for (const Algorithm algorithm : kAlgorithms) {
      row.digests.set(invented(algorithm, i));
    }
    row.pdq = invented_pdq(i);
    row.size = 1000 + i % 5000;
    row.code = static_cast<std::int64_t>(i % 7);
    row.label = "label";
    EXPECT_TRUE(writer.add(row));
  }
  for (unsigned i = 0; i < kLearned; ++i) {
    add_content(writer, ListedContent{invented_bytes(i, 20'000)});
  }
  EXPECT_TRUE(writer.settle());
  return image_of(writer, SetType::notable);
}

// One answer: a fault is as good as any.
struct Answer {
  bool is_fault = false;
  std::string text;
};

template <typename T, typename TextOf>
void note(std::vector<Answer>& answers, const Result<T>& result, const TextOf& text) {
  answers.push_back({!result, result ? text(*result) : std::string()});
}

std::vector<Answer> ask(const HashSet& set) {
  std::vector<Answer> answers;
  const auto number = [](const std::optional<std::uint32_t>& entry) {
    return entry ? std::to_string(*entry) : std::string("none");
  };
  for (std::uint64_t i = 0; i < kContents + 2000; i += 2999) {
    for (const Algorithm algorithm : kAlgorithms) {
      note(answers, set.find(invented(algorithm, i)), number);
    }
    note(answers,
         set.find(digests_of(
             {invented(Algorithm::md5, i), invented(Algorithm::sha1, i + 1)})),
         [&](const std::optional<SetMatch>& match) {
           return match
                      ? std::to_string(match->entry) + (match->inconsistent ? "!" : "")
                      : std::string("none");
         });
    note(answers, set.entry(static_cast<std::uint32_t>(i % kContents)),
         [](const SetEntry& entry) {
           return std::to_string(entry.code.value_or(-1)) + entry.label + entry.source;
         });
    note(answers, set.ask_size(i),
         [](SizeAnswer answer) { return std::to_string(static_cast<int>(answer)); });
  }
  for (unsigned i = 0; i < kLearned + 20; i += 20) {
    const std::string content = invented_bytes(i, 20'000);
    note(answers, set.find_head_block(head_key(bytes_of(content).first(kBlockLength))),
         number);
    note(answers, set.find_block(block_key(bytes_of(content).first(kBlockLength))),
         number);
    note(answers, set.block_uses(block_key(bytes_of(content).first(kBlockLength))),
         [](const std::vector<BlockUse>& uses) {
           std::string text;
           for (const BlockUse& use : uses) {
             text += std::to_string(use.entry) + ":" +
                     std::to_string(use.index.value_or(99)) + " ";
           }
           return text;
         });
    note(answers, set.size_of(i * 100),
         [](const auto& size) { return std::to_string(size.value_or(0)); });
  }
  const std::vector<PdqHash> queries = {invented_pdq(3), invented_pdq(kContents + 9)};
  note(answers, set.find_pdq(queries, 31), [](const std::vector<PdqMatch>& matches) {
    std::string text;
    for (const PdqMatch& match : matches) {
      text += std::to_string(match.query) + ":" + std::to_string(match.entry) + ":" +
              std::to_string(match.distance) + " ";
    }
    return text;
  });
  return answers;
}

TEST(Flips, OfTenThousandNoneGivesAWrongAnswer) {
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  const std::vector<std::byte> sound = sound_set();
  ASSERT_GT(sound.size(), std::size_t{2} << 20);
  const Fd file = memory_file(sound);
  const auto set = HashSet::open(file.get(), "sound");
  ASSERT_TRUE(set);
  const std::vector<Answer> right = ask(*set);
  for (const Answer& answer : right) ASSERT_FALSE(answer.is_fault);

  std::mt19937_64 random(kSeed);
  int not_opened = 0;
  int faults = 0;
  for (int flip = 0; flip < kFlips; ++flip) {
    const std::uint64_t at = random() % sound.size();
    const std::byte was = sound[static_cast<std::size_t>(at)];
    const std::byte wrong = was ^ static_cast<std::byte>(1 + random() % 255);
    ASSERT_TRUE(write_at(file.get(), at, Bytes(&wrong, 1), "flipped"));
    if (const auto damaged = HashSet::open(file.get(), "flipped")) {
      const std::vector<Answer> answers = ask(*damaged);
      bool any = false;
      for (std::size_t i = 0; i < right.size(); ++i) {
        any = any || answers[i].is_fault;
        ASSERT_TRUE(answers[i].is_fault || answers[i].text == right[i].text)
            << "byte " << at << ", question " << i << ": " << answers[i].text
            << " and not " << right[i].text;
      }
      faults += any ? 1 : 0;
    } else {
      ++not_opened;
    }
    ASSERT_TRUE(write_at(file.get(), at, Bytes(&was, 1), "flipped"));
  }
  // The questions do reach what was damaged.
  EXPECT_GT(not_opened, 0);
  EXPECT_GT(faults, kFlips / 50);
}

}  // namespace
}  // namespace winnow
