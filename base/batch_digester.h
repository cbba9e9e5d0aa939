// BatchDigester: the digests of many contents side by side.
//
// Digester takes one content piece by piece as it arrives; this takes a whole batch
// that lies in memory and runs its contents in the lanes of the processor's vectors
// (base/simd/), several times faster. The digests are the same.
//
// Contents too long for memory come in parts, a batch a part, among contents that are
// whole or other contents' parts; their state is in an OngoingDigest meanwhile:
//
//   OngoingDigest video;
//   digester.begin_part(video, false);  digester.add(first_bytes);
//   digester.begin();                   digester.add(a_small_file);
//   digester.finish();
//   digester.begin_part(video, true);   digester.add(the_other_bytes);
//   digester.finish();                  // the digests of the whole video
//
// A batch is fastest with as many contents of similar length as there are lanes, up to
// 32. The longest come first, and a lane that is free takes the next; the few contents
// that are left when there is none to take go on one by one, in OpenSSL. Buffers for
// many parts had better not all begin at the same place of a page: they then push each
// other out of the processor's nearest cache, which costs up to a fifth.
//
// One thread at a time; reusable.
#ifndef WINNOW_BASE_BATCH_DIGESTER_H_
#define WINNOW_BASE_BATCH_DIGESTER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/block_digest.h"
#include "base/bytes.h"
#include "base/digest.h"

namespace winnow {

// The digests so far of a content that comes in parts. A plain value: its batches may
// be digested by different digesters, as long as these are of the same algorithms.
class OngoingDigest {
 public:
  OngoingDigest();
  // Bytes in the parts so far.
  [[nodiscard]] std::uint64_t length() const { return length_; }

 private:
  friend class BatchDigester;
  std::array<DigestWords, kAlgorithms.size()> words_;
  std::uint64_t length_ = 0;
  std::array<std::byte, kDigestBlock> rest_{};  // the last length_ % kDigestBlock bytes
};

class BatchDigester {
 public:
  explicit BatchDigester(AlgorithmSet algorithms);
  ~BatchDigester();
  BatchDigester(BatchDigester&&) noexcept;
  BatchDigester& operator=(BatchDigester&&) noexcept;

  // Begins the next content; what is added then belongs to it. The bytes must stay
  // where they are until finish().
  void begin();
  // Begins the next part of `content`, which has one part in a batch at most, and stays
  // where it is until finish(). After its last part it is as new.
  void begin_part(OngoingDigest& content, bool is_last);
  void add(Bytes bytes);
  void add_zeros(std::uint64_t count);  // a hole in a sparse file

  // The digests of all contents, in the order they were begun, none for a part that is
  // not the last; ready for the next batch.
  [[nodiscard]] std::vector<Digests> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace winnow

#endif  // WINNOW_BASE_BATCH_DIGESTER_H_
