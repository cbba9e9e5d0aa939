// BackgroundDigest: the SHA-256 of a stream, computed on a thread of its own while the
// stream's reader goes on.
//
// update() copies the bytes and waits only when the thread is far behind. One thread
// calls; another works.
#ifndef WINNOW_HASHSETS_LISTS_BACKGROUND_DIGEST_H_
#define WINNOW_HASHSETS_LISTS_BACKGROUND_DIGEST_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "base/bytes.h"
#include "base/digester.h"

namespace winnow {

class BackgroundDigest {
 public:
  BackgroundDigest();
  ~BackgroundDigest();
  BackgroundDigest(const BackgroundDigest&) = delete;
  BackgroundDigest& operator=(const BackgroundDigest&) = delete;

  void update(Bytes bytes);
  [[nodiscard]] Digest finish();  // once

 private:
  void work();
  void stop();

  Digester digester_;  // of the thread while it runs
  std::mutex mutex_;   // guards the rest
  std::condition_variable changed_;
  std::deque<std::vector<std::byte>> waiting_;
  std::vector<std::byte> spare_;  // memory that a digested piece left behind
  bool ended_ = false;
  std::thread thread_;  // started with the first full piece: small lists need none
  std::vector<std::byte> piece_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_BACKGROUND_DIGEST_H_
