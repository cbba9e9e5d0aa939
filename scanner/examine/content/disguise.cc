#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/examine/content/content_type.h"

namespace winnow {
namespace {

// What people take a file for by its extension. Left out is what may be one thing or
// another: dat, bin, db, raw, ts, tmp, m4a, wma, ...
constexpr std::string_view kPictures =
    " jpg jpeg jpe jfif jif thm mpo png apng gif webp bmp dib tif tiff dng nef nrw cr2 "
    "cr3 arw srf sr2 pef orf rw2 raf srw 3fr erf kdc jp2 j2k jpf jpx jpc j2c ico cur "
    "heic heif hif avif psd psb svg pcx tga ppm pgm pbm wmf emf ";
constexpr std::string_view kVideos =
    " mp4 m4v mov qt mkv webm avi mpg mpeg mpe m1v m2v vob m2ts mts 3gp 3g2 3gpp flv "
    "f4v wmv asf ogv ogm rm rmvb divx mxf ";
constexpr std::string_view kContainers =
    " zip 7z rar tar gz tgz bz2 tbz tbz2 xz txz zst lz4 lzma cab iso cpio deb rpm jar "
    "war apk ipa xpi docx docm dotx xlsx xlsm pptx pptm ppsx odt ods odp epub doc dot "
    "xls ppt pps msg pub vsd msi pdf eml emlx mht mhtml mbox pst ost sqlite sqlite3 "
    "rtf "
    "lnk vhd vhdx vmdk vdi qcow qcow2 e01 ex01 dmg ";
constexpr std::string_view kOthers =
    " txt text log md csv tsv html htm xml json js css c h cpp hpp cc py java cs go rs "
    "php sh bat cmd ps1 vbs ini inf cfg conf yml yaml reg dll exe sys drv ocx so dylib "
    "mui cpl com ttf otf woff woff2 fon mp3 wav flac aac mid key pem crt cer url ";
// Under these a message is what it looks like.
constexpr std::string_view kTexts = " txt text log md html htm ";

std::string extension_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return "";
  std::string extension(name.substr(dot + 1));
  for (char& c : extension) {
    if (c <= ' ' || c > '~') return "";
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return extension;
}

bool has_word(std::string_view words, const std::string& word) {
  return words.find(" " + word + " ") != std::string_view::npos;
}

std::optional<ContentFamily> expected_family(const std::string& extension) {
  if (has_word(kPictures, extension)) return ContentFamily::picture;
  if (has_word(kVideos, extension)) return ContentFamily::video;
  if (has_word(kContainers, extension)) return ContentFamily::container;
  if (has_word(kOthers, extension)) return ContentFamily::other;
  return std::nullopt;
}

}  // namespace

bool is_disguised(ContentType type, std::string_view name) {
  // Of what is not known nobody can say that it is something else.
  if (type == ContentType::other) return false;
  const std::string extension = extension_of(name);
  if (extension.empty()) return false;
  const bool is_text = type == ContentType::mail || type == ContentType::mbox ||
                       type == ContentType::rtf;
  if (is_text && has_word(kTexts, extension)) return false;
  const auto expected = expected_family(extension);
  return expected && *expected != family_of(type);
}

}  // namespace winnow
