#include "drivers/cli/filter_answers.h"
#include "drivers/answers/words.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cmath>

#include "base/file.h"
#include "base/text.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/set_door.h"

namespace winnow {
namespace {

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

// "1 in 1,024"; "" where its numbers do not say.
std::string error_text(const BloomFile& filter) {
  constexpr double kHardlyEver = 1e-9;
  const double rate = filter.false_positive_rate();
  if (!(rate > 0)) return "";
  if (rate < kHardlyEver) return "fewer than 1 in 1,000,000,000";
  return "1 in " + grouped(static_cast<std::uint64_t>(std::llround(1 / rate)));
}

// Makers write digests in capitals, and some do not: both are asked for.
bool may_hold(const BloomFile& filter, const Digest& digest) {
  return filter.contains(upper(digest.hex())) || filter.contains(digest.hex());
}

}  // namespace

Result<std::optional<BloomFile>> open_filter(const std::string& path) {
  const auto fd = open_read_only(path);
  if (!fd) return fd.error();
  const auto head = head_of(*fd, path);
  if (!head) return head.error();
  if (!looks_like_bloom(*head)) return std::optional<BloomFile>();
  auto filter = BloomFile::open(fd->get(), path);
  if (!filter) return std::move(filter).error();
  return std::optional<BloomFile>(std::move(*filter));
}

std::string filter_info_text(const BloomFile& filter, const std::string& path) {
  const std::string errs = error_text(filter);
  return printable_utf8(path) + ": a Bloom filter of " +
         counted_text(filter.inserted(), "value") + ", made for " +
         grouped(filter.capacity()) + "\n  says \"perhaps\" of " +
         (errs.empty() ? "an unknown share" : errs) +
         " of the values that are not in it\n  holds no digests: it can say what is "
         "surely not listed, never that something is,\n  so a scan does not take it\n";
}

std::string filter_info_json(const BloomFile& filter) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartObject();
  writer.Key("type");
  writer.String("bloom filter");
  writer.Key("inserted");
  writer.Uint64(filter.inserted());
  writer.Key("capacity");
  writer.Uint64(filter.capacity());
  writer.Key("false_positive_rate");
  writer.Double(filter.false_positive_rate());
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string filter_look_up(const BloomFile& filter, const std::string& path,
                           const std::string& value, const Digests& digests) {
  std::string asked;
  std::string held;
  for (const auto& digest : digests.by_algorithm) {
    if (!digest) continue;
    auto& names = may_hold(filter, *digest) ? held : asked;
    names += (names.empty() ? "" : ", ") + std::string(to_string(digest->algorithm));
  }
  const std::string name = printable_utf8(value) + ": ";
  const std::string in = " in " + printable_utf8(path);
  if (held.empty()) {
    return name + "certainly not" + in + ", if that was made from " + asked + "\n";
  }
  const std::string errs = error_text(filter);
  return name + "perhaps" + in + " (" + held + "; false positives " +
         (errs.empty() ? "of an unknown share" : errs) +
         "): no match, only not ruled out\n";
}

}  // namespace winnow
