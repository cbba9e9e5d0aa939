// Damage never makes a wrong answer: whatever happens to a set's bytes, it is a fault
// when opened or when asked, or every answer is the right one. And a forged set, whose
// checksums fit, may answer what it likes but never breaks the program.
#include <gtest/gtest.h>

#include <random>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

constexpr std::uint64_t kListed = 12;

struct Known {
  Digests listed;
  Digests contradictory;
  Digests unlisted;
};

Known known(std::uint64_t i) {
  const Digest md5 = invented(Algorithm::md5, i);
  const Digest sha1 = invented(Algorithm::sha1, i);
  return {digests_of({md5, sha1}),
          digests_of({md5, invented(Algorithm::sha1, i + 5000)}),
          digests_of({invented(Algorithm::md5, i + 9000),
                      invented(Algorithm::sha1, i + 9000)})};
}

std::vector<std::byte> sound_set(const TempFolder& folder) {
  std::string list = "md5,sha1,category,label\n";
  for (std::uint64_t i = 0; i < kListed; ++i) {
    list += invented_hex(Algorithm::md5, i) + "," + invented_hex(Algorithm::sha1, i) +
            "," + std::to_string(i) + ",label " + std::to_string(i) + "\n";
  }
  const BuildRequest request = request_for(folder, list);
  EXPECT_TRUE(build_set(request));
  return bytes_in(request.output);
}

struct Answers {
  std::uint64_t right = 0;
  std::uint64_t wrong = 0;
  std::uint64_t faults = 0;

  template <typename T>
  void count(const Result<T>& result, bool is_right) {
    if (!result) {
      ++faults;
    } else {
      is_right ? ++right : ++wrong;
    }
  }
};

void ask(const HashSet& set, Answers& answers) {
  static const auto kNumbers = entry_numbers(Algorithm::md5, kListed);
  for (std::uint64_t i = 0; i < kListed; ++i) {
    const Known digests = known(i);
    const std::uint32_t number = kNumbers[static_cast<std::size_t>(i)];
    const auto listed = set.find(digests.listed);
    answers.count(listed, listed && *listed && (*listed)->entry == number &&
                              !(*listed)->inconsistent);
    const auto contradictory = set.find(digests.contradictory);
    answers.count(contradictory, contradictory && *contradictory &&
                                     (*contradictory)->entry == number &&
                                     (*contradictory)->inconsistent);
    const auto unlisted = set.find(digests.unlisted);
    answers.count(unlisted, unlisted && !*unlisted);
    const auto one = set.find(*digests.listed.get(Algorithm::sha1));
    answers.count(one, one && *one == number);
    const auto entry = set.entry(number);
    answers.count(entry, entry && entry->code == static_cast<std::int64_t>(i) &&
                             entry->label == "label " + std::to_string(i) &&
                             entry->source == "list" && entry->profile.empty());
  }
}

// What became of a damaged file.
struct Fate {
  bool opened = false;
  bool named = true;  // opened with the right name, type, counts and record
  Answers answers;
};

Fate fate_of(Bytes file, const std::string& record) {
  Fate fate;
  const auto set = open_bytes(file);
  if (!set) return fate;
  fate.opened = true;
  fate.named = set->name() == "invented" && set->type() == SetType::notable &&
               set->entry_count() == kListed && set->import_record_json() == record &&
               set->digest_count(Algorithm::md5) == kListed;
  ask(*set, fate.answers);
  return fate;
}

class Damage : public testing::Test {
 protected:
  void SetUp() override {
    file_ = sound_set(folder_);
    const auto set = open_bytes(file_);
    ASSERT_TRUE(set);
    record_ = set->import_record_json();
    Answers answers;
    ask(*set, answers);
    // The questions themselves: on a sound set every answer is there and right.
    ASSERT_EQ(answers.right, 5 * kListed);
    ASSERT_EQ(answers.wrong + answers.faults, 0u);
  }

  // Damages byte `at` in a way of its own, and looks.
  Fate with_byte_changed(std::uint64_t at, std::byte mask) {
    std::vector<std::byte> damaged = file_;
    damaged[static_cast<std::size_t>(at)] ^= mask;
    return fate_of(damaged, record_);
  }

  TempFolder folder_;
  std::vector<std::byte> file_;
  std::string record_;
};

TEST_F(Damage, AnyByteOfTheHeaderIsNoticedWhenOpened) {
  const std::uint64_t length = layout_of(file_).header_length;
  for (std::uint64_t at = 0; at < length; ++at) {
    for (const unsigned mask : {1u, 0x80u, 0xFFu}) {
      EXPECT_FALSE(with_byte_changed(at, static_cast<std::byte>(mask)).opened) << at;
    }
  }
}

TEST_F(Damage, AnyByteOfAnySectionIsNoticedOrDoesNotMatter) {
  std::uint64_t noticed = 0;
  std::uint64_t opened_with_faults = 0;
  for (const auto& [kind, section] : layout_of(file_).sections) {
    SCOPED_TRACE("section " + std::to_string(kind));
    for (std::uint64_t i = 0; i < section.length; ++i) {
      const Fate fate = with_byte_changed(section.offset + i, std::byte{0x10});
      ASSERT_EQ(fate.answers.wrong, 0u) << "byte " << i;
      ASSERT_TRUE(fate.named) << "byte " << i;
      noticed += !fate.opened || fate.answers.faults > 0 ? 1 : 0;
      opened_with_faults += fate.opened && fate.answers.faults > 0 ? 1 : 0;
      // All are read by these questions but nothing else: so none may go unnoticed.
      ASSERT_TRUE(!fate.opened || fate.answers.faults > 0) << "byte " << i;
    }
  }
  EXPECT_GT(noticed, 1500u);
  EXPECT_GT(opened_with_faults, 800u);
}

TEST_F(Damage, EveryTruncationIsNoticedWhenOpened) {
  for (std::size_t length = 0; length < file_.size(); ++length) {
    ASSERT_FALSE(fate_of(Bytes(file_).first(length), record_).opened) << length;
  }
}

TEST_F(Damage, VerifyFindsWhatNobodyAskedFor) {
  for (const auto& [kind, section] : layout_of(file_).sections) {
    if (kind == 1 || kind == 2 || section.length == 0) continue;
    std::vector<std::byte> damaged = file_;
    damaged[static_cast<std::size_t>(section.offset + section.length - 1)] ^=
        std::byte{1};
    const auto set = open_bytes(damaged);
    EXPECT_TRUE(!set || !set->verify()) << kind;
    // Even where the checksums were made to fit, the id does not.
    reseal(damaged);
    const auto forged = open_bytes(damaged);
    EXPECT_TRUE(!forged || !forged->verify()) << kind;
  }
}

TEST_F(Damage, ForgedSetsNeverBreakTheProgram) {
  constexpr unsigned kSeed = 77;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937 random(kSeed);
  const Layout layout = layout_of(file_);
  std::vector<Layout::Section> sections;
  for (const auto& [kind, section] : layout.sections) {
    if (kind != 1 && kind != 2 && section.length > 0) sections.push_back(section);
  }
  Answers answers;
  for (int round = 0; round < 1000; ++round) {
    std::vector<std::byte> forged = file_;
    const Layout::Section& section = sections[random() % sections.size()];
    for (unsigned n = 0; n <= random() % 8; ++n) {
      const auto at =
          static_cast<std::size_t>(section.offset + random() % section.length);
      forged[at] =
          random() % 2 == 0 ? std::byte{0xFF} : static_cast<std::byte>(random());
    }
    reseal(forged);
    if (const auto set = open_bytes(forged)) ask(*set, answers);
  }
  // It does reach the look-ups, and they do meet what was forged.
  EXPECT_GT(answers.right, 20'000u);
  EXPECT_GT(answers.faults, 300u);
}

}  // namespace
}  // namespace winnow
