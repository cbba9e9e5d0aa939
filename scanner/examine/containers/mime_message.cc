#include "scanner/examine/containers/mime_message.h"

#include <gmime/gmime.h>
#include <iconv.h>

#include <array>
#include <cstring>

#include "scanner/examine/containers/archive_source.h"
#include "scanner/examine/containers/glib_handles.h"
#include "scanner/examine/containers/tnef.h"
#include "scanner/examine/containers/uuencode.h"

namespace winnow {
namespace {

constexpr int kMostLevels = 64;

// The character sets of names that are met most. The C library has each in a file of
// its own, which it looks for when the first name comes; a converter that is open keeps
// it.
constexpr std::array kCharacterSets = {
    "UTF-16",       "UTF-16LE",     "UTF-16BE",     "UTF-7",        "ISO-8859-1",
    "ISO-8859-2",   "ISO-8859-5",   "ISO-8859-7",   "ISO-8859-9",   "ISO-8859-15",
    "WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1252", "WINDOWS-1253", "WINDOWS-1254",
    "WINDOWS-1255", "WINDOWS-1256", "KOI8-R",       "KOI8-U",       "GB2312",
    "GBK",          "GB18030",      "BIG5",         "SHIFT_JIS",    "ISO-2022-JP",
    "EUC-JP",       "EUC-KR",       "TIS-620"};

void load_character_sets() {
  static std::array<iconv_t, kCharacterSets.size()> open;
  for (std::size_t i = 0; i < open.size(); ++i) {
    open[i] = ::iconv_open("UTF-8", kCharacterSets[i]);
  }
}

Held<GMimeMessage> parsed(Bytes message) {
  const Held<GMimeStream> stream(::g_mime_stream_mem_new_with_buffer(
      reinterpret_cast<const char*>(message.data()), message.size()));
  const Held<GMimeParser> parser(::g_mime_parser_new_with_stream(stream.get()));
  ::g_mime_parser_set_format(parser.get(), GMIME_FORMAT_MESSAGE);
  return Held<GMimeMessage>(::g_mime_parser_construct_message(parser.get(), nullptr));
}

bool is_of_type(GMimeObject* object, const char* type, const char* subtype) {
  GMimeContentType* content = ::g_mime_object_get_content_type(object);
  return content != nullptr && ::g_mime_content_type_is_type(content, type, subtype);
}

bool is_enveloped(GMimeObject* object) {
  if (!is_of_type(object, "application", "pkcs7-mime") &&
      !is_of_type(object, "application", "x-pkcs7-mime")) {
    return false;
  }
  const char* kind = ::g_mime_object_get_content_type_parameter(object, "smime-type");
  return kind != nullptr && std::strcmp(kind, "enveloped-data") == 0;
}

// The file name, or the last part of where it was on the web (MHTML), or its number.
std::string name_of(GMimePart* part, const std::string& number) {
  if (const char* name = ::g_mime_part_get_filename(part); name != nullptr && *name) {
    return path_part(name);
  }
  if (const char* place = ::g_mime_part_get_content_location(part); place != nullptr) {
    std::string_view last(place);
    last = last.substr(0, last.find_first_of("?#"));
    last = last.substr(last.find_last_of('/') + 1);
    if (!last.empty()) return path_part(last);
  }
  return "part-" + number;
}

Held<GMimeStream> decoded(GMimePart* part) {
  Held<GMimeStream> target(::g_mime_stream_mem_new());
  if (GMimeDataWrapper* content = ::g_mime_part_get_content(part)) {
    ::g_mime_data_wrapper_write_to_stream(content, target.get());
  }
  return target;
}

Bytes bytes_of_memory(GMimeStream* stream) {
  const GByteArray* array =
      ::g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
  if (array == nullptr) return {};
  return {reinterpret_cast<const std::byte*>(array->data), array->len};
}

class MessageWalk {
 public:
  MessageWalk(std::string path, MemberGate& gate)
      : path_(std::move(path)), gate_(gate) {}

  // Each: false, if no more is wanted.
  bool walk_message(GMimeMessage* message, int level);

 private:
  bool walk(GMimeObject* object, const std::string& number, int level, bool encrypted);
  bool walk_children(GMimeMultipart* parts, const std::string& number, int level);
  bool take(GMimePart* part, const std::string& number, bool encrypted);
  bool take_inner_files(GMimePart* part, const std::string& name, Bytes bytes);

  std::string path_;
  MemberGate& gate_;
};

bool MessageWalk::take_inner_files(GMimePart* part, const std::string& name,
                                   Bytes bytes) {
  GMimeObject* object = GMIME_OBJECT(part);
  if (is_of_type(object, "application", "ms-tnef") ||
      is_of_type(object, "application", "vnd.ms-tnef") || name == "winmail.dat") {
    for (const TnefFile& file : tnef_files(bytes)) {
      if (!gate_.member_in_memory(path_ + path_part(file.name), file.bytes))
        return false;
    }
  }
  if (!is_of_type(object, "text", "*")) return true;
  for (const UuFile& file : uuencoded_files(bytes)) {
    if (!gate_.member_in_memory(path_ + path_part(file.name), file.bytes)) return false;
  }
  return true;
}

bool MessageWalk::take(GMimePart* part, const std::string& number, bool encrypted) {
  const std::string name = name_of(part, number);
  if (encrypted || is_enveloped(GMIME_OBJECT(part))) {
    return gate_.member_without_bytes(path_ + name, MemberState::encrypted,
                                      "encrypted for its receivers");
  }
  const Held<GMimeStream> content = decoded(part);
  const Bytes bytes = bytes_of_memory(content.get());
  return gate_.member_in_memory(path_ + name, bytes) &&
         take_inner_files(part, name, bytes);
}

bool MessageWalk::walk_children(GMimeMultipart* parts, const std::string& number,
                                int level) {
  const bool encrypted = GMIME_IS_MULTIPART_ENCRYPTED(parts);
  const int count = ::g_mime_multipart_get_count(parts);
  for (int i = 0; i < count; ++i) {
    const std::string child =
        (number.empty() ? "" : number + ".") + std::to_string(i + 1);
    GMimeObject* object = ::g_mime_multipart_get_part(parts, i);
    // Of an encrypted pair (RFC 1847) the first says how, the second is encrypted.
    if (!walk(object, child, level + 1, encrypted && i > 0)) return false;
  }
  return true;
}

bool MessageWalk::walk(GMimeObject* object, const std::string& number, int level,
                       bool encrypted) {
  if (object == nullptr) return true;
  if (level > kMostLevels) {
    gate_.note(path_ + "part-" + number + ": lies too deep to be looked into");
    return true;
  }
  if (GMIME_IS_MULTIPART(object)) {
    return walk_children(GMIME_MULTIPART(object), number, level);
  }
  const std::string own_number = number.empty() ? "1" : number;
  if (GMIME_IS_MESSAGE_PART(object)) {
    GMimeMessage* inner = ::g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    if (inner == nullptr) return true;
    return MessageWalk(path_ + "part-" + own_number + "/", gate_)
        .walk_message(inner, level + 1);
  }
  return GMIME_IS_PART(object) ? take(GMIME_PART(object), own_number, encrypted) : true;
}

bool MessageWalk::walk_message(GMimeMessage* message, int level) {
  return walk(::g_mime_message_get_mime_part(message), "", level, false);
}

}  // namespace

void prepare_mime() {
  static const bool kReady = [] {
    const Utf8Thread utf8;  // names without a character set are taken for the locale's
    quiet_glib();
    ::g_mime_init();
    load_character_sets();
    return true;
  }();
  (void)kReady;
}

bool take_message(Bytes message, const std::string& path, MemberGate& gate) {
  prepare_mime();
  const Held<GMimeMessage> whole = parsed(message);
  if (whole == nullptr) {
    return gate.member_without_bytes(path + "message", MemberState::damaged,
                                     "not a message");
  }
  return MessageWalk(path, gate).walk_message(whole.get(), 0);
}

}  // namespace winnow
