#include "scanner/pipeline/pipeline.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <utility>

namespace winnow {
namespace {

// Hands what one thread wrote to the next in a way a thread sanitizer sees: Debian's
// oneTBB is not instrumented, so its own hand-over is invisible to it.
class Baton {
 public:
  void take() { static_cast<void>(held_.load(std::memory_order_acquire)); }
  void pass() { held_.fetch_add(1, std::memory_order_release); }

 private:
  std::atomic<unsigned> held_{0};
};

struct Token {
  Item item;
  Baton baton;
};
using TokenPtr = std::shared_ptr<Token>;

// Tokens, with their grown buffers, go round: as many as are under way at most.
class TokenShelf {
 public:
  TokenPtr take() {
    const std::lock_guard lock(mutex_);
    if (shelf_.empty()) return std::make_shared<Token>();
    TokenPtr token = std::move(shelf_.back());
    shelf_.pop_back();
    return token;
  }
  void put_back(TokenPtr token) {
    const std::lock_guard lock(mutex_);
    shelf_.push_back(std::move(token));
  }

 private:
  std::mutex mutex_;  // guards shelf_
  std::vector<TokenPtr> shelf_;
};

class ParallelScan {
 public:
  ParallelScan(const ScanJob& job, const PipelineLimits& limits)
      : job_(job), limits_(limits), recorder_(job) {}

  Result<void> run() {
    const tbb::global_control threads(tbb::global_control::max_allowed_parallelism,
                                      std::max(1u, limits_.threads));
    try {
      tbb::parallel_pipeline(tokens(), read() & examine() & match() & record());
    } catch (const std::bad_alloc&) {
      return Fault{FaultKind::out_of_memory,
                   "ran out of memory; close other programs or use fewer --threads", "",
                   std::nullopt};
    }
    return std::move(result_);
  }

 private:
  // Two to four batches a thread keep every stage busy; memory may allow fewer.
  [[nodiscard]] std::size_t tokens() const {
    const std::uint64_t affordable =
        limits_.memory_bytes / (2 * kBatchBytes);  // a buffer and its gaps
    return static_cast<std::size_t>(
        std::clamp<std::uint64_t>(affordable, 2, std::uint64_t{4} * limits_.threads));
  }

  tbb::filter<void, TokenPtr> read() {
    return tbb::make_filter<void, TokenPtr>(
        tbb::filter_mode::serial_in_order, [this](tbb::flow_control& flow) -> TokenPtr {
          reading_.take();
          if (next_ == job_.batches.size() ||
              stopped_.load(std::memory_order_relaxed)) {
            flow.stop();
            return nullptr;
          }
          TokenPtr token = shelf_.take();
          token->baton.take();
          token->item.number = next_;
          token->item.batch = &job_.batches[next_++];
          read_stage(job_, token->item);
          token->baton.pass();
          reading_.pass();
          return token;
        });
  }

  tbb::filter<TokenPtr, TokenPtr> examine() {
    return tbb::make_filter<TokenPtr, TokenPtr>(
        tbb::filter_mode::parallel, [this](TokenPtr token) {
          token->baton.take();
          examine_stage(examiners_.local(), token->item);
          token->baton.pass();
          return token;
        });
  }

  tbb::filter<TokenPtr, TokenPtr> match() {
    return tbb::make_filter<TokenPtr, TokenPtr>(tbb::filter_mode::parallel,
                                                [this](TokenPtr token) {
                                                  token->baton.take();
                                                  match_stage(job_, token->item);
                                                  token->baton.pass();
                                                  return token;
                                                });
  }

  tbb::filter<TokenPtr, void> record() {
    return tbb::make_filter<TokenPtr, void>(
        tbb::filter_mode::serial_in_order, [this](TokenPtr token) {
          recording_.take();
          token->baton.take();
          if (result_) result_ = recorder_.record(token->item);
          if (!result_) stopped_.store(true, std::memory_order_relaxed);
          token->item.outcomes.clear();
          token->baton.pass();
          recording_.pass();
          shelf_.put_back(std::move(token));
        });
  }

  const ScanJob& job_;
  PipelineLimits limits_;
  Recorder recorder_;     // only the record stage
  Result<void> result_;   // only the record stage, and run() after it
  std::size_t next_ = 0;  // only the read stage
  Baton reading_;
  Baton recording_;
  std::atomic<bool> stopped_{false};
  TokenShelf shelf_;
  tbb::enumerable_thread_specific<Examiner> examiners_{
      [this] { return Examiner(job_.exhibit, job_.algorithms); }};
};

}  // namespace

Result<void> scan_parallel(const ScanJob& job, const PipelineLimits& limits) {
  return ParallelScan(job, limits).run();
}

Result<void> scan_serially(const ScanJob& job) {
  Examiner examiner(job.exhibit, job.algorithms);
  Recorder recorder(job);
  Item item;
  for (std::size_t i = 0; i < job.batches.size(); ++i) {
    item.number = i;
    item.batch = &job.batches[i];
    read_stage(job, item);
    examine_stage(examiner, item);
    match_stage(job, item);
    auto recorded = recorder.record(item);
    if (!recorded) return recorded;
  }
  return {};
}

}  // namespace winnow
