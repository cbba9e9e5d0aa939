#include "scanner/pipeline/pipeline.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "scanner/pipeline/sentence.h"

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

// Things that go round among the threads, made when all others are out. Owns them.
template <typename T>
class Shelf {
 public:
  template <typename Make>
  T& take(const Make& make) {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) {
      owned_.push_back(make());
      return *owned_.back();
    }
    T* thing = free_.back();
    free_.pop_back();
    return *thing;
  }
  void put_back(T& thing) {
    const std::lock_guard lock(mutex_);
    free_.push_back(&thing);
  }

 private:
  std::mutex mutex_;  // guards both lists
  std::vector<std::unique_ptr<T>> owned_;
  std::vector<T*> free_;
};

}  // namespace

struct Token {
  Item item;
  Baton baton;
};

namespace {

// How much of the time since it was made the one thread that reads was busy reading.
class StageClock {
 public:
  using Clock = std::chrono::steady_clock;

  class Busy {
   public:
    explicit Busy(StageClock& clock) : clock_(clock), began_(Clock::now()) {}
    ~Busy() {
      clock_.busy_.fetch_add((Clock::now() - began_).count(),
                             std::memory_order_relaxed);
    }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;

   private:
    StageClock& clock_;
    Clock::time_point began_;
  };

  [[nodiscard]] Bottleneck bottleneck() const {
    const auto passed = (Clock::now() - began_).count();
    const auto busy = busy_.load(std::memory_order_relaxed);
    return busy * 4 > passed * 3 ? Bottleneck::reading : Bottleneck::computing;
  }

 private:
  Clock::time_point began_ = Clock::now();
  std::atomic<Clock::rep> busy_{0};
};

class ParallelScan final : public SentenceStages {
 public:
  ParallelScan(const ScanJob& job, const PipelineLimits& limits)
      : job_(job), limits_(limits), recorder_(job) {}

  Result<void> run() {
    // From this thread to the first of each serial stage, and back from the last.
    reading_.pass();
    recording_.pass();
    try {
      run_sentence(*this, std::max(1u, limits_.threads), tokens(),
                   job_.in_plan_order ? RecordOrder::as_read : RecordOrder::as_done);
    } catch (const std::bad_alloc&) {
      return Fault{FaultKind::out_of_memory,
                   "ran out of memory; close other programs or use fewer --threads", "",
                   std::nullopt};
    }
    reading_.take();
    recording_.take();
    return std::move(result_);
  }

 private:
  // Two to four batches a thread keep every stage busy; memory may allow fewer.
  [[nodiscard]] std::size_t tokens() const {
    const std::uint64_t affordable =
        limits_.memory_bytes / (2 * kBatchBytes);  // a buffer and its gaps
    return static_cast<std::size_t>(std::clamp<std::uint64_t>(
        affordable, 2, std::max<std::uint64_t>(2, std::uint64_t{4} * limits_.threads)));
  }

  Token* read() override {
    reading_.take();
    Token* token = nullptr;
    if (next_ < job_.batches.size() && !stopped_.load(std::memory_order_relaxed)) {
      token = &tokens_.take([] { return std::make_unique<Token>(); });
      token->baton.take();
      token->item.number = next_;
      token->item.batch = &job_.batches[next_++];
      const StageClock::Busy busy(clock_);
      read_stage(job_, token->item);
      token->baton.pass();
    }
    reading_.pass();
    return token;
  }

  void examine(Token& token) override {
    token.baton.take();
    Examiner& examiner = examiners_.take([this] {
      return std::make_unique<Examiner>(job_.exhibit, job_.algorithms, *job_.marks);
    });
    examine_stage(job_, examiner, token.item);
    examiners_.put_back(examiner);
    token.baton.pass();
  }

  void match(Token& token) override {
    token.baton.take();
    match_stage(job_, token.item);
    token.baton.pass();
  }

  void look(Token& token) override {
    token.baton.take();
    if (job_.look == nullptr) {
      look_stage(job_, nullptr, token.item);
    } else {
      Looker& looker = lookers_.take([this] { return make_looker(job_); });
      look_stage(job_, &looker, token.item);
      lookers_.put_back(looker);
    }
    token.baton.pass();
  }

  void record(Token& token) override {
    recording_.take();
    token.baton.take();
    if (result_) result_ = recorder_.record(token.item, clock_.bottleneck());
    if (!result_) stopped_.store(true, std::memory_order_relaxed);
    token.baton.pass();
    tokens_.put_back(token);
    recording_.pass();
  }

  const ScanJob& job_;
  PipelineLimits limits_;
  StageClock clock_;
  Recorder recorder_;     // only the record stage
  Result<void> result_;   // only the record stage, and run() after it
  std::size_t next_ = 0;  // only the read stage
  Baton reading_;
  Baton recording_;
  std::atomic<bool> stopped_{false};
  Shelf<Token> tokens_;  // with their grown buffers; as many as are under way at most
  Shelf<Examiner> examiners_;
  Shelf<Looker> lookers_;
};

}  // namespace

Result<void> run_parallel(const ScanJob& job, const PipelineLimits& limits) {
  return ParallelScan(job, limits).run();
}

Result<void> run_serially(const ScanJob& job) {
  Examiner examiner(job.exhibit, job.algorithms, *job.marks);
  const auto looker = job.look == nullptr ? nullptr : make_looker(job);
  Recorder recorder(job);
  Item item;
  for (std::size_t i = 0; i < job.batches.size(); ++i) {
    item.number = i;
    item.batch = &job.batches[i];
    read_stage(job, item);
    examine_stage(job, examiner, item);
    match_stage(job, item);
    look_stage(job, looker.get(), item);
    auto recorded = recorder.record(item, Bottleneck::unknown);
    if (!recorded) return recorded;
  }
  return {};
}

}  // namespace winnow
