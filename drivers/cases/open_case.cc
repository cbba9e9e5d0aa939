#include "drivers/cases/open_case.h"

#include <utility>

namespace winnow {

Result<OpenCase> open_store(const std::string& case_path) {
  auto folder = CaseFolder::open(case_path);
  if (!folder) return std::move(folder).error();
  if (auto checked = check_journals(*folder); !checked) {
    return std::move(checked).error();
  }
  const auto locked = folder->try_lock();
  if (!locked) return locked.error();
  std::optional<TemporaryFolder> temporary;
  if (!*locked) {
    auto created = TemporaryFolder::create();
    if (!created) return std::move(created).error();
    temporary.emplace(std::move(*created));
  }
  auto store = CaseStore::open(temporary ? temporary->path() + "/case.db"
                                         : folder->database_path());
  if (!store) return std::move(store).error();
  if (auto done = store->bring_up_to_date(*folder); !done) {
    return std::move(done).error();
  }
  return OpenCase{std::move(temporary), std::move(*store)};
}

Result<std::optional<CaseStore>> open_store_if_idle(const std::string& case_path,
                                                    std::vector<Fault>& unread) {
  auto folder = CaseFolder::open(case_path);
  if (!folder) return std::move(folder).error();
  const auto locked = folder->try_lock();
  if (!locked) return locked.error();
  if (!*locked) return std::optional<CaseStore>();
  if (auto checked = check_journals(*folder, true); !checked) {
    return std::move(checked).error();
  }
  auto store = CaseStore::open(folder->database_path());
  if (!store) return std::move(store).error();
  if (auto done = store->bring_up_to_date(*folder, &unread); !done) {
    return std::move(done).error();
  }
  return std::optional<CaseStore>(std::move(*store));
}

}  // namespace winnow
