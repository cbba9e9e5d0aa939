#include "scanner/ledger/residual.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "hashsets/content_blocks.h"

namespace winnow {
namespace {

constexpr std::uint64_t kKiB = 1024;
constexpr std::uint64_t kMiB = 1024 * kKiB;
constexpr std::uint64_t kGiB = 1024 * kMiB;

ResidualBasis sampled(std::uint64_t cells, std::uint64_t samples) {
  ResidualBasis basis;
  basis.sampled_bytes = cells * kBlockLength;
  basis.samples = samples;
  basis.samples_read = samples;
  basis.probative_ppm = kMillion;
  return basis;
}

TEST(Residual, IsCertainOnlyWhereEveryBlockWasLookedAt) {
  ResidualBasis basis;
  basis.examined_bytes = kGiB;
  basis.probative_ppm = kMillion;
  EXPECT_EQ(confidence(basis, 4096), kCertain);
  EXPECT_EQ(confidence(basis, 4095), 0u) << "no whole block";
  basis.unseen_bytes = 1;
  EXPECT_EQ(confidence(basis, 4096), 0u) << "it may lie there";
  EXPECT_EQ(confidence(basis, 8192), kCertain) << "the other block may not";
  basis.probative_ppm = 0;
  EXPECT_EQ(confidence(basis, kGiB), 0u) << "nothing can be recognised";
  EXPECT_EQ(confidence({}, kGiB), 0u);
}

TEST(Residual, IsNeverCertainWhereSomeBlocksCannotBeRecognised) {
  ResidualBasis basis;
  basis.settled_bytes = kGiB;
  basis.examined_bytes = kGiB;
  basis.probative_ppm = kMillion - 1;
  EXPECT_EQ(confidence(basis, kGiB), kCertain - 1);
  EXPECT_EQ(confidence(basis, 4096), 0u) << "it may be such a block";
  basis.probative_ppm = 300'000;
  EXPECT_EQ(confidence(basis, 3 * 4096), 0u);
  EXPECT_EQ(confidence(basis, 4 * 4096), kCertain - 1);
}

// What has no room on a device cannot have been on it, which says nothing of the scan.
TEST(Residual, SaysNoMoreOfWhatHasNoRoomThanOfWhatHas) {
  ResidualBasis closed;
  closed.unseen_bytes = 64 * kMiB;
  closed.probative_ppm = kMillion;
  for (const Residual& point : residual_curve(closed)) {
    EXPECT_EQ(point.confidence, 0u) << point.bytes;
  }
  ResidualBasis part = sampled(1000, 100);
  part.unseen_bytes = 64 * kMiB;
  part.settled_bytes = 5 * kMiB;
  part.examined_bytes = 50 * kMiB;
  EXPECT_EQ(confidence(part, kGiB), 0u) << "all that was seen is less";
  part.unseen_bytes = 58 * kMiB;
  EXPECT_EQ(confidence(part, kGiB), confidence(part, 55 * kMiB + 1000 * 4096));
  EXPECT_GT(confidence(part, kGiB), 0u);
}

// What plan_samples() does with `blocks`, one bit a cell: the chance of a miss.
double miss_of(unsigned blocks, unsigned cells, unsigned strata) {
  double miss = 1;
  unsigned begin = 0;
  for (unsigned stratum = 0; stratum < strata; ++stratum) {
    const unsigned size = cells / strata + (stratum < cells % strata ? 1 : 0);
    unsigned hits = 0;
    for (unsigned i = begin; i < begin + size; ++i) hits += blocks >> i & 1;
    miss *= 1 - static_cast<double>(hits) / size;
    begin += size;
  }
  return miss;
}

TEST(Residual, HoldsForEveryArrangementOfASmallDevice) {
  for (unsigned cells = 1; cells <= 11; ++cells) {
    for (unsigned strata = 1; strata <= cells; ++strata) {
      std::vector<double> worst(cells + 1, 0);
      for (unsigned blocks = 0; blocks < 1u << cells; ++blocks) {
        double& most = worst[static_cast<unsigned>(__builtin_popcount(blocks))];
        most = std::max(most, miss_of(blocks, cells, strata));
      }
      for (unsigned blocks = 1; blocks <= cells; ++blocks) {
        const std::uint32_t stated = confidence(sampled(cells, strata), blocks * 4096);
        EXPECT_LE(stated / 1e4, 1 - worst[blocks] + 1e-12)
            << blocks << " of " << cells << " cells, " << strata << " strata";
        EXPECT_EQ(stated == kCertain, worst[blocks] == 0)
            << blocks << " of " << cells << " cells, " << strata << " strata";
        // And is no weaker than it must be where the strata are equal and the worst
        // arrangement has the same number of blocks in each.
        if (cells % strata == 0 && blocks % strata == 0 && worst[blocks] > 0) {
          EXPECT_NEAR(stated / 1e4, 1 - worst[blocks], 1.01e-4);
        }
      }
    }
  }
}

TEST(Residual, IsTheFormulaRoundedDown) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 2000; ++round) {
    const std::uint64_t samples = 1 + random() % (1u << random() % 19);
    const std::uint64_t stratum = 2 + random() % 2000;
    const std::uint64_t blocks = 1 + random() % (4 * stratum);
    if (blocks > samples * (stratum - 1)) continue;
    const auto n = static_cast<long double>(samples);
    const long double share =
        static_cast<long double>(blocks) / static_cast<long double>(samples * stratum);
    const long double exact = -std::expm1(n * std::log1p(-share));
    const std::uint32_t stated =
        confidence(sampled(samples * stratum, samples), blocks * 4096);
    ASSERT_LE(stated / 1e4L, exact);
    ASSERT_NEAR(static_cast<double>(stated), static_cast<double>(exact * 1e4L), 1.001);
  }
}

TEST(Residual, LetsMaterialHideFirstWhereNothingWasSeen) {
  ResidualBasis basis = sampled(128 * 1000, 1000);
  const std::uint32_t open = confidence(basis, 2 * kMiB);
  basis.unseen_bytes = kMiB;
  EXPECT_EQ(confidence(basis, kMiB), 0u);
  EXPECT_EQ(confidence(basis, 3 * kMiB), open);
  // The share of what is probative goes there first, not a share of all.
  basis.probative_ppm = 500'000;
  EXPECT_EQ(confidence(basis, 2 * kMiB), 0u);
  EXPECT_EQ(confidence(basis, 6 * kMiB), open);
}

TEST(Residual, CountsStrataWithoutASampleAsUnseen) {
  ResidualBasis basis = sampled(128 * 1000, 1000);
  basis.samples_read = 990;
  ResidualBasis same = sampled(128 * 990, 990);
  same.unseen_bytes = 10 * 128 * kBlockLength;
  for (const std::uint64_t bytes : {4 * kMiB, 6 * kMiB, 8 * kMiB, 20 * kMiB}) {
    EXPECT_EQ(confidence(basis, bytes), confidence(same, bytes));
  }
  basis.samples_read = 0;
  EXPECT_EQ(confidence(basis, 500 * kMiB), 0u);
  EXPECT_EQ(confidence(basis, 501 * kMiB), 0u) << "nothing was looked at";
  basis.samples = 0;
  EXPECT_EQ(confidence(basis, 500 * kMiB), 0u);
}

TEST(Residual, RisesWithTheMaterialAndWithTheSamples) {
  std::uint32_t last = 0;
  for (const Residual& point : residual_curve(sampled(1 << 20, 1 << 13))) {
    EXPECT_GE(point.confidence, last);
    last = point.confidence;
  }
  EXPECT_EQ(last, kCertain - 1) << "certainty is not a matter of rounding";
  EXPECT_LT(confidence(sampled(1 << 20, 1 << 12), 2 * kMiB),
            confidence(sampled(1 << 20, 1 << 13), 2 * kMiB));
}

TEST(Residual, IsDefinedForAnyBasis) {
  constexpr std::uint64_t kMost = ~std::uint64_t{0};
  for (const std::uint64_t bytes : {std::uint64_t{0}, std::uint64_t{1}, kMost}) {
    for (const std::uint64_t samples : {std::uint64_t{0}, std::uint64_t{3}, kMost}) {
      for (const std::uint64_t unseen : {std::uint64_t{0}, kMost}) {
        const ResidualBasis basis = {bytes,  bytes,      samples, kMost,
                                     unseen, 0xFFFFFFFF, bytes,   false};
        EXPECT_LE(confidence(basis, kMost), kCertain);
        EXPECT_FALSE(laboratory_words(basis).empty());
      }
    }
  }
}

TEST(Residual, UnseenRoomIsForTheWorstPhase) {
  EXPECT_EQ(unseen_room(0), 0u);
  for (const std::uint64_t length : {1, 2, 512, 4095, 4096, 4097, 4098, 8192, 8194}) {
    std::uint64_t most = 0;
    for (std::uint64_t phase = 0; phase < kBlockLength; ++phase) {
      const std::uint64_t blocks =
          (phase + length - 1) / kBlockLength - phase / kBlockLength + 1;
      most = std::max(most, blocks);
    }
    EXPECT_EQ(unseen_room(length), most * kBlockLength) << length;
  }
}

TEST(Residual, AnUnbrokenRunOfTheStatedLengthFillsAStratum) {
  for (unsigned cells = 1; cells <= 20; ++cells) {
    for (unsigned strata = 1; strata <= cells; ++strata) {
      const std::uint64_t run =
          certain_run_bytes(sampled(cells, strata)) / kBlockLength;
      for (std::uint64_t begin = 0; begin + run <= cells; ++begin) {
        const auto blocks = static_cast<unsigned>(((1u << run) - 1) << begin);
        EXPECT_EQ(miss_of(blocks, cells, strata), 0);
      }
    }
  }
  EXPECT_EQ(certain_run_bytes(sampled(128 * 1000, 1000)), 255 * 4 * kKiB);
  EXPECT_EQ(certain_run_bytes({}), 0u);
}

// The worked example of the page.
ResidualBasis example() {
  ResidualBasis basis;
  basis.settled_bytes = 56 * kGiB;
  basis.sampled_bytes = 200 * kGiB;
  basis.samples = 262'144;
  basis.samples_read = 262'144;
  basis.probative_ppm = 900'000;
  return basis;
}

ResidualBasis example_with_losses() {
  ResidualBasis basis = example();
  basis.samples_read -= 8;
  basis.unseen_bytes = 4 * kMiB;
  return basis;
}

TEST(Residual, IsWhatThePageSays) {
  std::ifstream file(WINNOW_RESIDUAL_PAGE);
  const std::string page((std::istreambuf_iterator<char>(file)),
                         std::istreambuf_iterator<char>());
  ASSERT_FALSE(page.empty()) << WINNOW_RESIDUAL_PAGE;
  const char* const sizes[] = {"4 KiB",  "64 KiB",  "1 MiB", "4 MiB",
                               "20 MiB", "100 MiB", "1 GiB"};
  const auto whole = residual_curve(example());
  const auto losses = residual_curve(example_with_losses());
  ASSERT_EQ(whole.size(), std::size(sizes));
  for (std::size_t i = 0; i < whole.size(); ++i) {
    char row[80];
    std::snprintf(row, sizeof row, "| %s | %.2f %% | %.2f %% |", sizes[i],
                  whole[i].confidence / 100.0, losses[i].confidence / 100.0);
    EXPECT_NE(page.find(row), std::string::npos) << row;
  }
  EXPECT_EQ(certain_run_bytes(example()), 1596 * kKiB);
  EXPECT_NE(page.find("1,596 KiB"), std::string::npos);
}

TEST(ResidualWords, OfTheLaboratoryHaveTheNumbers) {
  EXPECT_EQ(
      laboratory_words(example_with_losses()),
      "Had listed contents been on this exhibit as whole live files, or blocks of them "
      "in free space and deleted files, however spread, at least one file or block "
      "would have been met with a probability of at least 99.99 % for 20 MiB, 99.99 % "
      "for 100 MiB, 99.99 % for 1 GiB; of 4 MiB or less nothing can be stated. This "
      "counts on at least 90.00 % of the material lying "
      "in "
      "blocks that the sets and the scan can recognise; 56 GiB of live files was "
      "compared as a whole or settled by size and first block, 199.9 GiB of free space "
      "by 262136 samples, and 10.2 MiB not at all, where all of it is first taken to "
      "lie. Nothing is said of listed material inside other live files: changed ones, "
      "archives, disk images.");
  EXPECT_EQ(laboratory_words({}),
            "Some set of this scan knows no blocks, so what it lists could only be met "
            "as a whole file: compared or settled were nothing of files, not seen so "
            "nothing.");
}

TEST(ResidualWords, OfTheLaboratoryLeaveOutWhatHasNoRoom) {
  ResidualBasis basis;
  basis.settled_bytes = kMiB;
  basis.examined_bytes = 5 * kMiB;
  basis.probative_ppm = 983'000;
  const std::string words = laboratory_words(basis);
  EXPECT_NE(words.find("99.99 % for 4 MiB; of 4 KiB or less nothing"),
            std::string::npos)
      << words;
  EXPECT_EQ(words.find("100.00 %"), std::string::npos) << words;
  basis = {};
  basis.unseen_bytes = 64 * kMiB;
  basis.probative_ppm = 983'000;
  EXPECT_EQ(laboratory_words(basis),
            "Too little was looked at to state how probably listed contents would have "
            "been met: 64 MiB not at all. Nothing is said of listed material inside "
            "other live files: changed ones, archives, disk images.");
}

TEST(ResidualWords, OfAFolderSayThatItShowsFilesAlone) {
  ResidualBasis basis;
  basis.settled_bytes = 2 * kMiB;
  basis.probative_ppm = 983'000;
  basis.is_folder = true;
  EXPECT_EQ(
      laboratory_words(basis),
      "Had listed contents been in this folder as whole files, at least one would have "
      "been met with a probability of at least 99.99 % for 64 KiB, 99.99 % for 1 MiB; "
      "of 4 KiB or less nothing can be stated. This counts on at least 98.30 % of the "
      "material lying in "
      "blocks that the sets and the scan can recognise; 2 MiB of live files was "
      "compared as a whole or settled by size and first block. A folder shows no free "
      "space and no "
      "deleted files. "
      "Nothing is said of listed material inside other live files: changed ones, "
      "archives, disk images.");
  EXPECT_EQ(scene_words(basis).substr(0, 34), "All files here were compared with ");
}

TEST(ResidualWords, OfTheSceneHaveNoPercentage) {
  const std::string limits =
      " New, altered or encrypted material may be present: this was triage, not a full "
      "examination.";
  const std::string too_little =
      "Too little was looked at to say that listed material is not here: even large "
      "amounts may have been missed." +
      limits;
  EXPECT_EQ(scene_words(example()),
            "Listed material of 20 MiB or more would very probably have been met here; "
            "less may well have been missed." +
                limits);
  EXPECT_EQ(scene_words({}), too_little);
  ResidualBasis all;
  all.examined_bytes = kGiB;
  all.probative_ppm = 300'000;
  EXPECT_EQ(scene_words(all),
            "All that the lists could recognise here was looked at: live files as a "
            "whole or by size and first block, free space block by block." +
                limits);
  all.probative_ppm = kMillion;
  all.unseen_bytes = kMiB;
  EXPECT_EQ(scene_words(all).substr(0, 27), "Listed material of 4 MiB or");
  // Of a device of which too little is open, no size is named that has no room there.
  ResidualBasis part = sampled(16 * 256, 1024);
  part.unseen_bytes = 15 * kMiB;
  ASSERT_EQ(confidence(part, 20 * kMiB), confidence(part, 16 * kMiB));
  ASSERT_GT(confidence(part, 20 * kMiB), 0u);
  EXPECT_EQ(scene_words(part), too_little);
}

}  // namespace
}  // namespace winnow
