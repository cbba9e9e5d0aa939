#include "hashsets/lists/background_digest.h"

#include <algorithm>
#include <utility>

namespace winnow {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
constexpr std::size_t kMostWaiting = 8;

AlgorithmSet only_sha256() {
  AlgorithmSet set;
  set.add(Algorithm::sha256);
  return set;
}

}  // namespace

BackgroundDigest::BackgroundDigest() : digester_(only_sha256()) {}

BackgroundDigest::~BackgroundDigest() {
  stop();
}

void BackgroundDigest::update(Bytes bytes) {
  while (!bytes.empty()) {
    if (piece_.capacity() < kPieceBytes) piece_.reserve(kPieceBytes);
    const Bytes part = bytes.first(std::min(bytes.size(), kPieceBytes - piece_.size()));
    piece_.insert(piece_.end(), part.begin(), part.end());
    bytes = bytes.subspan(part.size());
    if (piece_.size() < kPieceBytes) return;
    if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.size() < kMostWaiting; });
    waiting_.push_back(std::exchange(piece_, std::exchange(spare_, {})));
    changed_.notify_all();
  }
}

void BackgroundDigest::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::vector<std::byte> piece = std::move(waiting_.front());
    waiting_.pop_front();
    changed_.notify_all();
    lock.unlock();
    digester_.update(piece);
    piece.clear();
    lock.lock();
    spare_ = std::move(piece);
  }
}

void BackgroundDigest::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Digest BackgroundDigest::finish() {
  stop();
  digester_.update(piece_);
  return *digester_.finish().get(Algorithm::sha256);
}

}  // namespace winnow
