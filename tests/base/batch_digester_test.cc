#include "base/batch_digester.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "base/digester.h"
#include "base/simd/digest_lanes.h"
#include "base/simd/instruction_sets.h"

namespace winnow {
namespace {

// The oracle is OpenSSL, behind Digester, one content after the other.
Digests one_by_one(const std::string& content, AlgorithmSet algorithms) {
  Digester digester(algorithms);
  digester.update(bytes_of(content));
  return digester.finish();
}

// Contents whose bytes are cut from one noise, at any alignment.
class Contents {
 public:
  explicit Contents(std::uint32_t seed) : random_(seed), noise_(1 << 20, '\0') {
    for (char& c : noise_) c = static_cast<char>(random_());
  }

  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }
  std::string_view cut(std::size_t length) {
    return std::string_view(noise_).substr(below(noise_.size() - length + 1), length);
  }

 private:
  std::mt19937 random_;
  std::string noise_;
};

// Every instruction set of this machine in turn, and none of them, which must agree
// with OpenSSL and so with each other.
class BatchDigesterOn : public testing::TestWithParam<std::int64_t> {
 protected:
  const simd::OnlyInstructionSet only_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(, BatchDigesterOn, testing::ValuesIn(simd::instruction_sets()),
                         [](const auto& set) {
                           return std::string(simd::name_of(set.param));
                         });

TEST_P(BatchDigesterOn, EveryLengthAroundTheBlocks) {
  Contents contents(1);
  BatchDigester digester(AlgorithmSet::all());
  std::vector<Digests> expected;
  for (std::size_t length = 0; length <= 300; ++length) {
    const std::string_view content = contents.cut(length);
    digester.begin();
    digester.add(bytes_of(content));
    expected.push_back(one_by_one(std::string(content), AlgorithmSet::all()));
  }
  EXPECT_EQ(digester.finish(), expected);
}

TEST_P(BatchDigesterOn, AnyNumberOfContentsOfAnySizes) {
  Contents contents(2);
  BatchDigester digester(AlgorithmSet::all());
  for (const std::size_t count : {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 200}) {
    std::vector<Digests> expected;
    for (std::size_t i = 0; i < count; ++i) {
      // Sizes as files have them: most small, few a thousand times larger.
      const std::size_t length = contents.below(1 + (64u << contents.below(12)));
      const std::string_view content = contents.cut(length);
      digester.begin();
      digester.add(bytes_of(content));
      expected.push_back(one_by_one(std::string(content), AlgorithmSet::all()));
    }
    EXPECT_EQ(digester.finish(), expected) << count << " contents";
  }
}

TEST_P(BatchDigesterOn, ContentsInPiecesAndWithHoles) {
  Contents contents(3);
  BatchDigester digester(AlgorithmSet::all());
  std::vector<Digests> expected;
  for (int i = 0; i < 300; ++i) {
    std::string whole;
    digester.begin();
    for (std::size_t pieces = contents.below(6); pieces > 0; --pieces) {
      const std::size_t length =
          contents.below(2) == 0 ? contents.below(100) : contents.below(20'000);
      if (contents.below(3) == 0) {
        digester.add_zeros(length);
        whole.append(length, '\0');
      } else {
        const std::string_view piece = contents.cut(length);
        digester.add(bytes_of(piece));
        whole += piece;
      }
    }
    expected.push_back(one_by_one(whole, AlgorithmSet::all()));
  }
  EXPECT_EQ(digester.finish(), expected);
}

TEST_P(BatchDigesterOn, OnlyTheAlgorithmsAskedFor) {
  Contents contents(4);
  for (std::uint8_t bits = 1; bits < 8; ++bits) {
    const AlgorithmSet algorithms = AlgorithmSet::from_bits(bits);
    BatchDigester digester(algorithms);
    std::vector<Digests> expected;
    for (int i = 0; i < 40; ++i) {
      const std::string_view content = contents.cut(contents.below(5000));
      digester.begin();
      digester.add(bytes_of(content));
      expected.push_back(one_by_one(std::string(content), algorithms));
    }
    EXPECT_EQ(digester.finish(), expected) << int{bits};
  }
}

// Some contents come in parts of any lengths, among others that are whole; some rounds
// have so few that they go on one by one.
TEST_P(BatchDigesterOn, PartsCarryTheirStateFromRoundToRound) {
  struct Long {
    OngoingDigest digest;
    std::string whole;
  };
  Contents contents(5);
  for (const std::size_t many : {1, 2, 5, 9, 40}) {
    std::vector<Long> longs(many);
    BatchDigester digester(AlgorithmSet::all());
    for (int round = 0; round < 6; ++round) {
      const bool is_last = round == 5;
      std::vector<Digests> expected;
      for (Long& one : longs) {
        for (std::size_t whole = contents.below(2); whole > 0; --whole) {
          const std::string_view content = contents.cut(contents.below(3000));
          digester.begin();
          digester.add(bytes_of(content));
          expected.push_back(one_by_one(std::string(content), AlgorithmSet::all()));
        }
        digester.begin_part(one.digest, is_last);
        for (std::size_t pieces = contents.below(4); pieces > 0; --pieces) {
          const std::size_t length =
              contents.below(2) == 0 ? contents.below(70) : contents.below(30'000);
          if (contents.below(4) == 0) {
            digester.add_zeros(length);
            one.whole.append(length, '\0');
          } else {
            const std::string_view piece = contents.cut(length);
            digester.add(bytes_of(piece));
            one.whole += piece;
          }
        }
        expected.push_back(is_last ? one_by_one(one.whole, AlgorithmSet::all())
                                   : Digests{});
      }
      EXPECT_EQ(digester.finish(), expected) << many << " in parts, round " << round;
      for (const Long& one : longs) {
        EXPECT_EQ(one.digest.length(), is_last ? 0 : one.whole.size());
      }
    }
  }
}

TEST_P(BatchDigesterOn, AContentIsAsNewAfterItsLastPart) {
  BatchDigester digester(AlgorithmSet::all());
  OngoingDigest content;
  for (const std::string text : {"one content", "", "another"}) {
    digester.begin_part(content, false);
    digester.add(bytes_of(std::string_view(text).substr(0, text.size() / 2)));
    EXPECT_EQ(digester.finish(), std::vector<Digests>(1));
    digester.begin_part(content, true);
    digester.add(bytes_of(std::string_view(text).substr(text.size() / 2)));
    EXPECT_EQ(digester.finish(),
              std::vector<Digests>{one_by_one(text, AlgorithmSet::all())});
  }
}

// A hole of more than 4 GiB bits: the length in the padding needs its upper half.
TEST(BatchDigester, LengthsOfMoreThan32Bits) {
  AlgorithmSet md5;
  md5.add(Algorithm::md5);
  constexpr std::uint64_t kLength = (std::uint64_t{1} << 29) + 5;
  BatchDigester together(md5);
  for (int i = 0; i < 8; ++i) {
    together.begin();
    together.add_zeros(kLength + static_cast<std::uint64_t>(i % 2));
  }
  const std::vector<Digests> digests = together.finish();
  for (std::uint64_t i = 0; i < 2; ++i) {
    Digester alone(md5);
    alone.update_zeros(kLength + i);
    EXPECT_EQ(digests[static_cast<std::size_t>(i)], alone.finish());
  }
}

}  // namespace
}  // namespace winnow
