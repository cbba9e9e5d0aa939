#include "scanner/examine/likelihood.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "scanner/examine/pictures/picture_decoder.h"

namespace winnow {
namespace {

// Parts of paths in lower case: cameras, phones, desktops, messengers, browsers.
constexpr std::array<std::string_view, 17> kPeoplesPlaces = {
    "/dcim/",    "/pictures/", "/camera",  "/photos",   "/downloads/",  "/download/",
    "/desktop/", "/videos/",   "/movies/", "/whatsapp", "/telegram",    "/signal",
    "/snapchat", "/instagram", "/cache",   "/thumb",    "/my pictures/"};
// What programs and systems bring along.
constexpr std::array<std::string_view, 9> kProgramPlaces = {
    "/windows/", "/program files", "/usr/share/", "/usr/lib/",     "/system/",
    "/library/", ".app/contents/", "/winsxs/",    "/node_modules/"};

constexpr std::uint64_t kSmallPicture = 2048;  // bytes
constexpr std::uint32_t kIconSide = 64;        // pixels
constexpr std::int64_t kLately = std::int64_t{90} * 86'400;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

template <std::size_t N>
bool holds_any(const std::string& path, const std::array<std::string_view, N>& parts) {
  return std::any_of(parts.begin(), parts.end(), [&path](std::string_view one) {
    return path.find(one) != std::string::npos;
  });
}

bool is_of_late(const FileRecord& file, std::optional<Instant> latest) {
  return latest && file.times.modified &&
         file.times.modified->seconds >= latest->seconds - kLately;
}

bool is_small(const PictureFacts& facts) {
  return facts.width > 0 && std::min(facts.width, facts.height) <= kIconSide;
}

Likelihood by_place(const FileRecord& file, std::optional<Instant> latest) {
  const std::string path = lower(file.path);
  if (holds_any(path, kProgramPlaces)) return Likelihood::interface_art;
  const bool is_likely = holds_any(path, kPeoplesPlaces) || is_of_late(file, latest);
  return is_likely ? Likelihood::likely : Likelihood::ordinary;
}

Likelihood of_picture(const FileRecord& file, ContentType type, Bytes head,
                      std::optional<Instant> latest) {
  const auto facts = picture_facts(type, head);
  if (facts && !facts->camera.empty()) return Likelihood::likeliest;
  const bool is_art = type == ContentType::ico || file.size < kSmallPicture ||
                      (facts && is_small(*facts));
  return is_art ? Likelihood::interface_art : by_place(file, latest);
}

constexpr std::array<std::string_view, 22> kPictureNames = {
    ".jpg",  ".jpeg", ".png",  ".gif", ".webp", ".bmp", ".tif", ".tiff",
    ".heic", ".heif", ".avif", ".jp2", ".dng",  ".nef", ".cr2", ".cr3",
    ".arw",  ".orf",  ".rw2",  ".raf", ".jpe",  ".jfif"};
constexpr std::array<std::string_view, 13> kVideoNames = {
    ".mp4", ".mov", ".m4v",  ".3gp", ".avi", ".mkv", ".webm",
    ".wmv", ".mpg", ".mpeg", ".flv", ".ts",  ".mts"};
constexpr std::array<std::string_view, 19> kHolderNames = {
    ".zip",    ".rar", ".7z",  ".tar",  ".gz",  ".tgz",  ".db",
    ".sqlite", ".pst", ".eml", ".mbox", ".doc", ".docx", ".ppt",
    ".pptx",   ".pdf", ".odt", ".msg",  ".cab"};

template <std::size_t N>
bool ends_in_any(const std::string& path,
                 const std::array<std::string_view, N>& endings) {
  return std::any_of(endings.begin(), endings.end(), [&path](std::string_view one) {
    return path.size() > one.size() && path.ends_with(one);
  });
}

}  // namespace

Likelihood likelihood_of(const FileRecord& file, Bytes head, const LookRules& rules,
                         std::optional<Instant> latest) {
  const ContentType type = type_of(head, file.size);
  if (!is_looked_at(type, rules)) return Likelihood::none;
  switch (family_of(type)) {
    case ContentFamily::picture:
      return of_picture(file, type, head, latest);
    case ContentFamily::video:
      return by_place(file, latest);
    case ContentFamily::container:
      return Likelihood::holder;
    case ContentFamily::other:
      break;
  }
  return Likelihood::none;
}

Likelihood likelihood_by_name(const FileRecord& file, const LookRules& rules,
                              std::optional<Instant> latest) {
  const std::string path = lower(file.path);
  if (ends_in_any(path, kPictureNames)) {
    if (!rules.takes_pictures) return Likelihood::none;
    if (file.size < kSmallPicture) return Likelihood::interface_art;
    return by_place(file, latest);
  }
  if (ends_in_any(path, kVideoNames)) {
    return is_looked_at(ContentType::video, rules) ? by_place(file, latest)
                                                   : Likelihood::none;
  }
  return ends_in_any(path, kHolderNames) ? Likelihood::holder : Likelihood::none;
}

}  // namespace winnow
