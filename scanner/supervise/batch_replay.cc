#include "scanner/supervise/batch_replay.h"

#include <signal.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace winnow {
namespace {

constexpr std::size_t kMessagesPerBatch = 2048;
constexpr std::size_t kBatchesAhead = 4;

struct Batch {
  std::vector<Message> messages;
  std::vector<JournalMark> marks;  // before each
  // Of the last batch: how the journal ends behind it, or why it cannot be read on.
  bool is_last = false;
  JournalMark end_mark;
  JournalEnd end = JournalEnd::clean;
  std::string complaint;
  std::optional<Fault> fault;
};

std::string damage_at(const JournalMark& mark, const std::string& why) {
  return "is damaged at byte " + std::to_string(mark.offset) + ": " + why;
}

// The thread that decodes, and what it has ready.
class Decoder {
 public:
  explicit Decoder(JournalReader reader) : reader_(std::move(reader)) {
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are for the caller
    thread_ = std::thread([this] { run(); });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
  ~Decoder() {
    {
      const std::lock_guard lock(mutex_);
      is_unwanted_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  // The next one; after the last there is none.
  Batch take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !ready_.empty(); });
    Batch batch = std::move(ready_.front());
    ready_.pop_front();
    lock.unlock();
    changed_.notify_all();
    return batch;
  }

 private:
  void run() {
    bool is_over = false;
    while (!is_over) {
      Batch batch = fill();
      is_over = batch.is_last;
      std::unique_lock lock(mutex_);
      changed_.wait(lock,
                    [this] { return is_unwanted_ || ready_.size() < kBatchesAhead; });
      if (is_unwanted_) return;
      ready_.push_back(std::move(batch));
      lock.unlock();
      changed_.notify_all();
    }
  }

  Batch fill() {
    Batch batch;
    batch.messages.reserve(kMessagesPerBatch);
    batch.marks.reserve(kMessagesPerBatch);
    while (!batch.is_last && batch.messages.size() < kMessagesPerBatch) {
      const JournalMark before = reader_.mark();
      const auto payload = reader_.next();
      if (!payload || !*payload) {
        batch.is_last = true;
        if (!payload) batch.fault = payload.error();
        batch.end = reader_.end();
        batch.end_mark = before;
        batch.complaint = reader_.complaint();
        break;
      }
      auto message = decode(**payload);
      if (!message) {
        batch.is_last = true;
        batch.end = JournalEnd::damaged;
        batch.end_mark = before;
        batch.complaint = damage_at(before, message.error().what);
        break;
      }
      batch.messages.push_back(std::move(*message));
      batch.marks.push_back(before);
    }
    return batch;
  }

  JournalReader reader_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> ready_;   // guarded by mutex_
  bool is_unwanted_ = false;  // guarded by mutex_
  std::thread thread_;
};

// How many messages of the batch the ledger took; what it has against the next one.
struct Taken {
  std::size_t count = 0;
  std::optional<Fault> refusal;
};

Taken take_batch(const Batch& batch, Ledger& ledger) {
  Taken taken;
  for (const Message& message : batch.messages) {
    if (auto checked = ledger.check(message); !checked) {
      taken.refusal = std::move(checked).error();
      break;
    }
    ledger.apply(message);
    ++taken.count;
  }
  return taken;
}

}  // namespace

Result<Replay> replay_in_batches(const std::string& path, const BatchTaker& taker) {
  auto reader = JournalReader::open(path);
  if (!reader) return std::move(reader).error();
  Replay replay;
  Decoder decoder(std::move(*reader));
  while (true) {
    const Batch batch = decoder.take();
    const Taken taken = take_batch(batch, replay.ledger);
    auto passed = taker(std::span(batch.messages).first(taken.count), replay.ledger);
    if (!passed) return std::move(passed).error();
    if (taken.refusal) {
      replay.mark = batch.marks[taken.count];
      replay.end = JournalEnd::damaged;
      replay.complaint = damage_at(replay.mark, taken.refusal->what);
      return replay;
    }
    if (!batch.is_last) continue;
    if (batch.fault) return *batch.fault;
    replay.mark = batch.end_mark;
    replay.end = batch.end;
    replay.complaint = batch.complaint;
    return replay;
  }
}

}  // namespace winnow
