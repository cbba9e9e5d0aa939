#include "drivers/store/journal_follower.h"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <utility>

#include "scanner/wire/messages.h"

namespace winnow {
namespace {

constexpr std::chrono::milliseconds kLookAgainAfter{20};

// Signals are for the thread that scans: it is asleep until one wakes it.
class SignalsAreForOthers {
 public:
  SignalsAreForOthers() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsAreForOthers() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsAreForOthers(const SignalsAreForOthers&) = delete;
  SignalsAreForOthers& operator=(const SignalsAreForOthers&) = delete;

 private:
  sigset_t before_;
};

}  // namespace

JournalFollower::JournalFollower(Database& database, std::string journal)
    : database_(database), journal_(std::move(journal)) {
  const SignalsAreForOthers masked;  // a thread begins with its maker's
  thread_ = std::thread([this] { run(); });
}

JournalFollower::~JournalFollower() {
  stop();
}

void JournalFollower::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  is_over_changed_.notify_one();
  thread_.join();
}

void JournalFollower::run() {
  bool is_over = false;
  while (!is_over && followed_ && !has_lost_track_) {
    {
      std::unique_lock lock(mutex_);
      is_over =
          is_over_changed_.wait_for(lock, kLookAgainAfter, [this] { return is_over_; });
    }
    followed_ = follow();
  }
}

Result<void> JournalFollower::follow() {
  if (!reader_) {
    if (::access(journal_.c_str(), F_OK) != 0) return {};
    auto reader = JournalReader::open(journal_);
    if (!reader) return std::move(reader).error();
    if (reader->mark().offset == 0) return {};  // it is just being made
    reader_ = std::move(*reader);
  }
  reader_->look_again();
  while (true) {
    const auto payload = reader_->next();
    if (!payload) return payload.error();
    if (!*payload) break;
    if (auto taken = take(**payload); !taken) return taken;
    if (has_lost_track_) break;
  }
  has_lost_track_ = has_lost_track_ || reader_->end() == JournalEnd::damaged;
  return {};
}

// The scan checks what it puts on record: no more is asked here than that it is a
// message.
Result<void> JournalFollower::take(Bytes payload) {
  const auto message = decode(payload);
  has_lost_track_ = !message;
  if (!message) return {};
  if (!writer_) {
    const auto* run = std::get_if<RunStarted>(&*message);
    has_lost_track_ = run == nullptr;
    if (has_lost_track_) return {};
    auto transaction = Transaction::begin(database_);
    if (!transaction) return std::move(transaction).error();
    transaction_.emplace(std::move(*transaction));
    auto writer = ExhibitWriter::create(database_, run->exhibit);
    if (!writer) return std::move(writer).error();
    writer_.emplace(std::move(*writer));
  }
  return writer_->take(*message);
}

Result<bool> JournalFollower::finish(const Ledger& ledger, const Coverage& coverage,
                                     const JournalMark& end) {
  stop();
  if (!followed_) return followed_.error();
  if (has_lost_track_ || !reader_ || !writer_) return false;
  const JournalMark& mark = reader_->mark();
  if (mark.offset != end.offset || mark.chain != end.chain) return false;
  const std::string name = std::filesystem::path(journal_).filename().string();
  auto finished = writer_->finish(ledger, coverage, {name, end.offset, end.chain});
  if (!finished) return std::move(finished).error();
  auto committed = transaction_->commit();
  if (!committed) return std::move(committed).error();
  return true;
}

}  // namespace winnow
