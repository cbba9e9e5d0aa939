#include "scanner/examine/seen_pictures.h"

#include <cstring>
#include <utility>

namespace winnow {

std::size_t SeenPictures::DigestHash::operator()(const Digest& digest) const {
  std::size_t hash = 0;  // a digest is one already
  std::memcpy(&hash, digest.value.data(), sizeof(hash));
  return hash;
}

void SeenPictures::put(const Digest& digest, std::shared_ptr<const Seen> seen) {
  const std::lock_guard lock(mutex_);
  seen_[digest] = std::move(seen);
  oldest_.push_back(digest);
  if (oldest_.size() > kMostSeenPictures) {
    seen_.erase(oldest_.front());
    oldest_.pop_front();
  }
  finished_.notify_all();
}

void SeenPictures::give_up(const Digest& digest) {
  const std::lock_guard lock(mutex_);
  seen_.erase(digest);
  finished_.notify_all();
}

Result<std::shared_ptr<const SeenPictures::Seen>> SeenPictures::find(
    const Digest& digest, const Look& look) {
  if (digest.algorithm != Algorithm::sha256) {
    auto found = look();
    if (!found) return std::move(found).error();
    return std::make_shared<const Seen>(std::move(*found));
  }
  {
    std::unique_lock lock(mutex_);
    while (true) {
      const auto known = seen_.find(digest);
      if (known == seen_.end()) break;
      if (known->second) return known->second;
      finished_.wait(lock);
    }
    seen_.emplace(digest, nullptr);
  }
  try {
    auto found = look();
    if (!found) {
      give_up(digest);
      return std::move(found).error();
    }
    auto seen = std::make_shared<const Seen>(std::move(*found));
    put(digest, seen);
    return seen;
  } catch (...) {
    give_up(digest);
    throw;
  }
}

}  // namespace winnow
