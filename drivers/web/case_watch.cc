#include "drivers/web/case_watch.h"

#include <chrono>
#include <utility>

#include "base/text.h"
#include "drivers/cases/decision_case.h"

namespace winnow {
namespace {

constexpr std::chrono::milliseconds kLookPause{500};
// Whoever decided something sees it on the board when the answer comes.
constexpr std::chrono::milliseconds kLongestWait{1'000};

}  // namespace

Result<std::unique_ptr<CaseWatch>> CaseWatch::start(const std::string& case_path,
                                                    CaseUse& use, Pulse& pulse) {
  if (const auto folder = CaseFolder::open(case_path); !folder) return folder.error();
  CaseReader reader(case_path, use);
  auto first = reader.look(now_seconds());
  if (!first) return std::move(first).error();
  return std::unique_ptr<CaseWatch>(
      new CaseWatch(std::move(reader), std::move(*first), pulse));
}

CaseWatch::CaseWatch(CaseReader reader, std::shared_ptr<CaseSnapshot> first,
                     Pulse& pulse)
    : reader_(std::move(reader)), pulse_(pulse) {
  publish(std::move(first));
  thread_ = std::thread([this] { run(); });
}

CaseWatch::~CaseWatch() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  asked_.notify_all();
  thread_.join();
}

std::shared_ptr<const CaseSnapshot> CaseWatch::now() const {
  const std::lock_guard lock(mutex_);
  return newest_;
}

std::uint64_t CaseWatch::look_soon() {
  std::unique_lock lock(mutex_);
  const std::uint64_t wanted = ++looks_wanted_;
  asked_.notify_all();
  asked_.wait_for(lock, kLongestWait,
                  [&] { return looks_done_ >= wanted || is_over_; });
  return wanted;
}

CaseWatch::Look CaseWatch::look_of(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  if (looks_seen_ >= number) return Look::seen;
  return looks_done_ >= number ? Look::missed : Look::awaited;
}

std::uint64_t CaseWatch::looks_come() const {
  const std::lock_guard lock(mutex_);
  return looks_done_ + looks_seen_;
}

std::shared_ptr<CaseSnapshot> CaseWatch::look() {
  auto looked = reader_.look(now_seconds());
  if (looked) {
    const bool is_mended = !std::exchange(fault_, "").empty();
    if (*looked || !is_mended) return std::move(*looked);
    auto again = std::make_shared<CaseSnapshot>(*now());
    again->remarks = reader_.remarks();
    return again;
  }
  // What was read before stays, and that it is old is said, once.
  const std::string fault = printable_utf8(looked.error().line());
  if (fault == fault_) return nullptr;
  fault_ = fault;
  auto old = std::make_shared<CaseSnapshot>(*now());
  old->remarks = reader_.remarks();
  old->remarks.push_back("what is shown is as it was before: " + fault);
  return old;
}

void CaseWatch::publish(std::shared_ptr<CaseSnapshot> snapshot) {
  {
    const std::lock_guard lock(mutex_);
    snapshot->revision = newest_ ? newest_->revision + 1 : 1;
    newest_ = std::move(snapshot);
  }
  pulse_.beat();
}

void CaseWatch::run() {
  while (true) {
    std::uint64_t wanted = 0;
    {
      std::unique_lock lock(mutex_);
      asked_.wait_for(lock, kLookPause,
                      [&] { return is_over_ || looks_wanted_ != looks_done_; });
      if (is_over_) return;
      wanted = looks_wanted_;
    }
    if (auto snapshot = look()) publish(std::move(snapshot));
    const bool saw_all = fault_.empty() && reader_.is_up_to_date();
    bool has_news = false;
    {
      const std::lock_guard lock(mutex_);
      has_news = looks_done_ != wanted || (saw_all && looks_seen_ != wanted);
      looks_done_ = wanted;
      if (saw_all) looks_seen_ = wanted;
    }
    if (has_news) pulse_.beat();
    asked_.notify_all();
  }
}

}  // namespace winnow
