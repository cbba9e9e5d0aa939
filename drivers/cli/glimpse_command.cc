// glimpse: a picture of an exhibit, blurred and grey, into a file, for a reviewer.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "base/file.h"
#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cases/glimpse_request.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/put_on_record.h"

namespace winnow {
namespace {

// A file that was not there before, and is not left behind without its content.
class NewFile {
 public:
  explicit NewFile(std::string path)
      : path_(std::move(path)),
        fd_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
    if (!fd_.is_open()) error_ = errno;
  }
  ~NewFile() {
    if (fd_.is_open() && !is_kept_) ::unlink(path_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  [[nodiscard]] Result<void> made() const {
    if (fd_.is_open()) return {};
    if (error_ == EEXIST) {
      return Fault{FaultKind::usage,
                   "is there already, and nothing is overwritten; name another file "
                   "with --out",
                   path_, std::nullopt};
    }
    return fault_from_errno(error_, "cannot be made; name another file with --out",
                            path_);
  }
  [[nodiscard]] Result<void> keep(Bytes bytes) {
    auto written = write_all(fd_.get(), bytes, path_);
    is_kept_ = written.has_value();
    return written;
  }

 private:
  std::string path_;
  Fd fd_;
  int error_ = 0;
  bool is_kept_ = false;
};

// Netpbm's pgm(5), the binary form.
std::string pgm_of(const Glimpse& glimpse) {
  std::string pgm = "P5\n# grey and blurred on purpose\n" +
                    std::to_string(glimpse.width) + " " +
                    std::to_string(glimpse.height) + "\n255\n";
  return pgm.append(glimpse.grey.begin(), glimpse.grey.end());
}

}  // namespace

int run_glimpse(const GlimpseOptions& options) {
  auto of = aloud(open_decisions(options.case_path));
  if (!of) return fail(of.error());
  const std::string ref = reference_in(*of, options.ref);
  if (auto checked = check_exhibit(*of, ref); !checked) return fail(checked.error());
  NewFile file(options.out);
  if (const auto made = file.made(); !made) return fail(made.error());
  const std::int64_t now = now_seconds();
  const GlimpseRequest request{
      ref, options.place, "", {}, signatures_of(options.signatures, now)};
  auto log = AuditLog::open(of->folder.path(), actor_of(request.signatures.by));
  if (!log) return fail(log.error());
  for (const std::string& remark : log->remarks()) say("winnow: " + remark);
  const auto glimpse = view_picture(request, *of, *log, now);
  if (!glimpse) return fail(glimpse.error());
  if (const auto kept = file.keep(bytes_of(pgm_of(*glimpse))); !kept) {
    return fail(kept.error());
  }
  if (!glimpse->damage.empty()) {
    say("winnow: the picture is damaged: " + glimpse->damage);
  }
  print(ref + ": item " + to_text(options.place) + " is in " +
        printable_utf8(options.out) + ", grey and blurred on purpose\n" +
        audit_head_line(log->head()));
  return finish_answer(kExitDone);
}

}  // namespace winnow
