#include "scanner/examine/seen_pictures.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/digester.h"

namespace winnow {
namespace {

Digest sha256(unsigned number) {
  return digest_of(Algorithm::sha256, bytes_of(std::to_string(number)));
}

SeenPictures::Seen seen_as(const std::string& reason) {
  SeenPictures::Seen seen;
  seen.reason = reason;
  return seen;
}

TEST(SeenPictures, OneContentIsLookedAtOnceByManyThreads) {
  constexpr unsigned kContents = 50;
  SeenPictures pictures;
  std::atomic<unsigned> looks{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (unsigned number = 0; number < kContents; ++number) {
        const auto seen = pictures.find(sha256(number), [&] {
          ++looks;
          std::this_thread::yield();
          return Result<SeenPictures::Seen>(seen_as(std::to_string(number)));
        });
        ASSERT_TRUE(seen);
        EXPECT_EQ((*seen)->reason, std::to_string(number));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(looks, kContents);
}

TEST(SeenPictures, WhatFailedIsTheNextOnesToDo) {
  SeenPictures pictures;
  EXPECT_FALSE(pictures.find(sha256(1), [] {
    return Result<SeenPictures::Seen>(Fault{FaultKind::io, "broken", "", {}});
  }));
  EXPECT_THROW(
      static_cast<void>(pictures.find(
          sha256(1), []() -> Result<SeenPictures::Seen> { throw std::bad_alloc(); })),
      std::bad_alloc);
  const auto seen = pictures.find(
      sha256(1), [] { return Result<SeenPictures::Seen>(seen_as("well")); });
  ASSERT_TRUE(seen);
  EXPECT_EQ((*seen)->reason, "well");
}

// Two contents can be made that share an MD5 or a SHA-1.
TEST(SeenPictures, AWeakDigestStandsForNothing) {
  SeenPictures pictures;
  const Digest md5 = digest_of(Algorithm::md5, bytes_of("x"));
  for (const std::string reason : {"first", "second"}) {
    const auto seen =
        pictures.find(md5, [&] { return Result<SeenPictures::Seen>(seen_as(reason)); });
    ASSERT_TRUE(seen);
    EXPECT_EQ((*seen)->reason, reason);
  }
}

}  // namespace
}  // namespace winnow
