// HandlePool: library handles that one thread at a time may use, handed out and taken
// back.
//
// libewf, libvhdi, libvmdk and afflib keep a position and a cache in each handle. A
// second handle on the same image costs some memory and lets a second thread read at
// once, so handles are made when all others are out, up to a limit; after that threads
// wait.
#ifndef WINNOW_SCANNER_EVIDENCE_HANDLE_POOL_H_
#define WINNOW_SCANNER_EVIDENCE_HANDLE_POOL_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/result.h"
#include "scanner/evidence/evidence.h"

namespace winnow {

template <typename Handle>
class HandlePool {
 public:
  using Maker = std::function<Result<std::unique_ptr<Handle>>()>;

  HandlePool(std::unique_ptr<Handle> first, Maker maker, std::size_t limit)
      : maker_(std::move(maker)), may_make_(limit - 1) {
    free_.push_back(std::move(first));
  }

  // Runs `use(Handle&)` with a handle of its own and returns what it returns.
  template <typename Use>
  auto with(const Use& use) const {
    std::unique_ptr<Handle> handle = take();
    auto result = use(*handle);
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(std::move(handle));
    }
    returned_.notify_one();
    return result;
  }

 private:
  std::unique_ptr<Handle> take() const {
    std::unique_lock lock(mutex_);
    if (free_.empty() && may_make_ > 0) {
      --may_make_;
      lock.unlock();
      auto made = maker_();
      if (made) return std::move(made).value();
      lock.lock();  // no second handle to be had: share the ones there are
    }
    returned_.wait(lock, [this] { return !free_.empty(); });
    std::unique_ptr<Handle> handle = std::move(free_.back());
    free_.pop_back();
    return handle;
  }

  Maker maker_;
  mutable std::mutex mutex_;  // guards free_ and may_make_
  mutable std::condition_variable returned_;
  mutable std::vector<std::unique_ptr<Handle>> free_;
  mutable std::size_t may_make_;
};

// More than this were never seen to help: inflating an EWF chunk is the limit.
inline constexpr std::size_t kMaxHandles = 16;

// An image read through such handles. A Handle has
//   static Result<unique_ptr<Handle>> open(const vector<Segment>&)
//   uint64 media_size() const                   bytes
//   Result<size_t> read_some(offset, target)    at least one byte, one thread at a time
template <typename Handle>
class PooledImage : public Evidence {
 public:
  PooledImage(std::vector<Segment> segments, std::unique_ptr<Handle> first)
      : segments_(std::move(segments)),
        pool_(
            std::move(first), [this] { return Handle::open(segments_); }, kMaxHandles) {
    size_bytes_ = pool_.with([](Handle& handle) { return handle.media_size(); });
    watch(segments_);
  }

 protected:
  Result<void> read_inside(std::uint64_t offset, MutableBytes target) const override {
    return pool_.with([&](Handle& handle) -> Result<void> {
      while (!target.empty()) {
        auto got = handle.read_some(offset, target);
        if (!got) {
          Fault fault = std::move(got).error();
          fault.place = segments_.front().name;
          if (!fault.offset) fault.offset = offset;
          return fault;
        }
        target = target.subspan(*got);
        offset += *got;
      }
      return {};
    });
  }

 private:
  std::vector<Segment> segments_;
  HandlePool<Handle> pool_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EVIDENCE_HANDLE_POOL_H_
