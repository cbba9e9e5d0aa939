#include "drivers/exchange/bodyfile_export.h"

#include "drivers/answers/visible_text.h"
#include "drivers/answers/words.h"

namespace winnow {
namespace {

std::string seconds_text(const std::optional<Instant>& instant) {
  return instant ? std::to_string(instant->seconds) : "0";
}

std::string name_of(const std::string& ref, const WalkedFile& walked) {
  std::string name;
  for (const char c : visible_text(ref + ":" + walked.file.path)) {
    name += c == '|' ? std::string("\\x7c") : std::string(1, c);
  }
  if (walked.file.allocated) return name;
  return name + (walked.file.uncertain ? " (deleted-realloc)" : " (deleted)");
}

std::string line_of(const std::string& ref, const WalkedFile& walked) {
  const FileRecord& file = walked.file;
  const auto& md5 = walked.digests.get(Algorithm::md5);
  return (md5 ? md5->hex() : "0") + "|" + name_of(ref, walked) + "|" +
         std::to_string(file.inode) + "|r/r---------|0|0|" + std::to_string(file.size) +
         "|" + seconds_text(file.times.accessed) + "|" +
         seconds_text(file.times.modified) + "|" + seconds_text(file.times.changed) +
         "|" + seconds_text(file.times.created) + "\n";
}

}  // namespace

Result<Exported> write_bodyfile(const ExchangeCase& exchange, NewFile& file) {
  std::uint64_t files = 0;
  std::uint64_t members = 0;
  for (const ExchangeExhibit& exhibit : exchange.exhibits) {
    auto walk = exchange.store->walk_files(exhibit.ref, std::nullopt);
    if (!walk) return std::move(walk).error();
    while (true) {
      const auto walked = walk->next();
      if (!walked) return walked.error();
      if (!*walked) break;
      file.put(line_of(exhibit.ref, **walked));
      ++files;
      if (auto written = file.check(); !written) return std::move(written).error();
    }
    members += exhibit.coverage.members.listed;
  }
  Exported exported{{{"exhibits", exchange.exhibits.size()}, {"files", files}}, {}};
  if (members > 0) {
    exported.left_out.push_back(counted_text(members, "content") +
                                " inside other files: they have no times of their own, "
                                "which a timeline is made of; dfxml has them.");
  }
  exported.left_out.emplace_back(
      "A bodyfile has no place for SHA-256, for what a scan met or for these "
      "cautions.");
  return exported;
}

}  // namespace winnow
