// PDF documents, by qpdf, which mends damaged tables of objects itself: the pictures
// that stand as objects, and the files that are attached.
#include <array>
#include <exception>
#include <map>
#include <string>
#include <utility>

#include "base/text.h"
#include "scanner/examine/containers/member_gate.h"
#include "scanner/examine/containers/openers.h"
#include "scanner/examine/containers/pdf_image.h"
#include "scanner/examine/containers/pdf_source.h"

namespace winnow {
namespace {

using Handle = QPDFObjectHandle;

// Stored as files of these kinds, which are handed out as they stand.
const char* file_extension(const std::string& filter) {
  if (filter == "/DCTDecode" || filter == "/DCT") return "jpg";
  if (filter == "/JPXDecode") return "jp2";
  return nullptr;
}

// The names of the filters in the order of decoding.
std::vector<std::string> filters_of(Handle dictionary) {
  std::vector<std::string> names;
  const auto take = [&names](Handle filter) {
    if (filter.isName()) names.push_back(filter.getName());
  };
  Handle filter = dictionary.getKey("/Filter");
  take(filter);
  if (!filter.isArray()) return names;
  for (int i = 0; i < filter.getArrayNItems(); ++i) take(filter.getArrayItem(i));
  return names;
}

// An array without its last item; of anything else, null.
Handle without_last(Handle items) {
  Handle rest = Handle::newNull();
  if (!items.isArray()) return rest;
  rest = Handle::newArray();
  for (int i = 0; i + 1 < items.getArrayNItems(); ++i) {
    rest.appendItem(items.getArrayItem(i));
  }
  return rest;
}

std::uint32_t number(Handle dictionary, const char* key) {
  Handle value = dictionary.getKey(key);
  if (!value.isInteger()) return 0;
  const long long wide = value.getIntValue();
  return wide > 0 && wide <= 0xFFFF'FFFF ? static_cast<std::uint32_t>(wide) : 0;
}

// The colours of a table, each of one component or of three.
std::vector<std::array<std::uint8_t, 3>> palette_of(Bytes table, unsigned components) {
  std::vector<std::array<std::uint8_t, 3>> palette;
  for (std::size_t at = 0; at + components <= table.size(); at += components) {
    const auto value = [&](std::size_t i) { return le<std::uint8_t>(table, at + i); };
    if (components == 1) {
      palette.push_back({value(0), value(0), value(0)});
    } else {
      palette.push_back({value(0), value(1), value(2)});
    }
  }
  return palette;
}

// Components of a colour space of grey or red-green-blue; 0 for any other.
unsigned components_of(Handle space) {
  const std::string name =
      space.isName() ? space.getName()
      : space.isArray() && space.getArrayNItems() > 0 && space.getArrayItem(0).isName()
          ? space.getArrayItem(0).getName()
          : "";
  if (name == "/DeviceGray" || name == "/CalGray" || name == "/G") return 1;
  if (name == "/DeviceRGB" || name == "/CalRGB" || name == "/RGB") return 3;
  if (name != "/ICCBased" || space.getArrayNItems() < 2) return 0;
  Handle profile = space.getArrayItem(1);
  const std::uint32_t count = profile.isStream() ? number(profile.getDict(), "/N") : 0;
  return count == 1 || count == 3 ? count : 0;
}

class PdfWalk {
 public:
  PdfWalk(QPDF& pdf, const ContainerLimits& limits, MemberSink& sink)
      : pdf_(pdf), limits_(limits), gate_(limits, sink) {}

  Result<void> run();

 private:
  // Each: false, if no more is wanted.
  bool take(Handle stream);
  bool take_attachment(Handle stream, const std::string& name);
  bool take_image(Handle stream);
  bool take_file_image(Handle stream, const std::vector<std::string>& filters,
                       const std::string& name);
  bool take_samples(Handle stream, const std::string& name);
  bool set_colours(Handle dictionary, RawImage& image);
  bool set_palette(Handle space, RawImage& image);
  bool refused(const std::string& name, MemberState state, const char* why) {
    return gate_.member_without_bytes(name, state, why);
  }
  void find_attachments(Handle object, int level);

  QPDF& pdf_;
  const ContainerLimits& limits_;
  MemberGate gate_;
  std::map<int, std::string> attachments_;  // by the object of their bytes
};

// File specifications (ISO 32000-1, 7.11.3) stand as objects of their own, or within
// others.
void PdfWalk::find_attachments(Handle object, int level) {
  constexpr int kMostLevels = 8;
  if (level == kMostLevels) return;
  if (object.isArray()) {
    for (int i = 0; i < object.getArrayNItems(); ++i) {
      Handle item = object.getArrayItem(i);
      if (!item.isIndirect()) find_attachments(item, level + 1);
    }
    return;
  }
  if (!object.isDictionary()) return;
  for (const std::string& key : object.getKeys()) {
    Handle value = object.getKey(key);
    if (!value.isIndirect()) find_attachments(value, level + 1);
  }
  Handle files = object.getKey("/EF");
  if (!files.isDictionary()) return;
  std::string name;
  for (const char* key : {"/UF", "/F"}) {
    Handle text = object.getKey(key);
    if (name.empty() && text.isString()) name = text.getUTF8Value();
  }
  for (const std::string& key : files.getKeys()) {
    Handle file = files.getKey(key);
    if (file.isStream()) attachments_.emplace(file.getObjectID(), name);
  }
}

bool PdfWalk::take_attachment(Handle stream, const std::string& name) {
  const std::string path =
      "attachments/" +
      path_part(name.empty() ? std::to_string(stream.getObjectID()) : name);
  auto bytes = pdf_stream(stream, true, limits_.memory_bytes);
  if (!bytes) bytes = pdf_stream(stream, false, limits_.memory_bytes);
  if (!bytes) return refused(path, MemberState::damaged, "its bytes cannot be decoded");
  return gate_.member_in_memory(path, bytes_of(*bytes));
}

bool PdfWalk::take_file_image(Handle stream, const std::vector<std::string>& filters,
                              const std::string& name) {
  auto bytes = pdf_stream(stream, false, limits_.memory_bytes);
  if (bytes && filters.size() > 1) {
    Handle outer = Handle::newStream(&pdf_, *bytes);
    Handle dictionary = stream.getDict();
    outer.replaceStreamData(*bytes, without_last(dictionary.getKey("/Filter")),
                            without_last(dictionary.getKey("/DecodeParms")));
    bytes = pdf_stream(outer, true, limits_.memory_bytes);
  }
  if (!bytes) return refused(name, MemberState::damaged, "its bytes cannot be decoded");
  return gate_.member_in_memory(name, bytes_of(*bytes));
}

bool PdfWalk::set_palette(Handle space, RawImage& image) {
  Handle table = space.getArrayItem(3);
  const unsigned components = components_of(space.getArrayItem(1));
  if (components == 0) return false;
  std::string bytes;
  if (table.isString()) bytes = table.getStringValue();
  if (table.isStream()) {
    bytes = pdf_stream(table, true, limits_.memory_bytes).value_or(std::string());
  }
  image.components = 1;
  image.palette = palette_of(bytes_of(bytes), components);
  return !image.palette.empty();
}

bool PdfWalk::set_colours(Handle dictionary, RawImage& image) {
  Handle mask = dictionary.getKey("/ImageMask");
  if (mask.isBool() && mask.getBoolValue()) {
    image.bits = 1;
    return true;
  }
  Handle space = dictionary.getKey("/ColorSpace");
  if (space.isArray() && space.getArrayNItems() == 4 &&
      space.getArrayItem(0).isName() &&
      (space.getArrayItem(0).getName() == "/Indexed" ||
       space.getArrayItem(0).getName() == "/I")) {
    return set_palette(space, image);
  }
  image.components = components_of(space);
  return image.components != 0;
}

bool PdfWalk::take_samples(Handle stream, const std::string& name) {
  constexpr std::uint64_t kMostPixels = 0x7FFF'FFFF / 4;
  Handle dictionary = stream.getDict();
  RawImage image;
  image.width = number(dictionary, "/Width");
  image.height = number(dictionary, "/Height");
  image.bits = number(dictionary, "/BitsPerComponent");
  if (!set_colours(dictionary, image)) {
    return refused(name, MemberState::unsupported,
                   "its colours are neither grey nor red, green and blue");
  }
  Handle range = dictionary.getKey("/Decode");
  image.is_inverted = range.isArray() && range.getArrayNItems() >= 2 &&
                      range.getArrayItem(0).isNumber() &&
                      range.getArrayItem(0).getNumericValue() > 0.5;
  const std::uint64_t pixels = std::uint64_t{image.width} * image.height;
  const bool is_depth = image.bits == 1 || image.bits == 2 || image.bits == 4 ||
                        image.bits == 8 || image.bits == 16;
  if (pixels == 0 || !is_depth) {
    return refused(name, MemberState::damaged,
                   "its size is not stated as it should be");
  }
  if (pixels > kMostPixels || pixels * 4 > limits_.memory_bytes) {
    return refused(name, MemberState::too_big, "too big to be held in memory");
  }
  auto samples = pdf_stream(stream, true, limits_.memory_bytes);
  if (!samples) {
    return refused(name, MemberState::damaged, "its samples cannot be decoded");
  }
  if (samples->size() < sample_bytes(image)) {
    gate_.note(name + ": ends early, the rest is black");
    samples->resize(static_cast<std::size_t>(sample_bytes(image)), '\0');
  }
  return gate_.member_in_memory(name, bytes_of(bmp_of(image, bytes_of(*samples))));
}

bool PdfWalk::take_image(Handle stream) {
  const std::string name = "images/" + std::to_string(stream.getObjectID());
  const auto filters = filters_of(stream.getDict());
  const std::string last = filters.empty() ? "" : filters.back();
  if (const char* extension = file_extension(last)) {
    return take_file_image(stream, filters, name + "." + extension);
  }
  if (last == "/JBIG2Decode" || last == "/CCITTFaxDecode" || last == "/CCF") {
    return refused(
        name, MemberState::unsupported,
        last == "/JBIG2Decode" ? "compressed with JBIG2" : "compressed as a fax");
  }
  return take_samples(stream, name + ".bmp");
}

bool PdfWalk::take(Handle stream) {
  Handle dictionary = stream.getDict();
  const auto attached = attachments_.find(stream.getObjectID());
  if (attached != attachments_.end()) return take_attachment(stream, attached->second);
  if (dictionary.getKey("/Type").isNameAndEquals("/EmbeddedFile")) {
    return take_attachment(stream, "");
  }
  const bool is_image = dictionary.getKey("/Subtype").isNameAndEquals("/Image") ||
                        (dictionary.hasKey("/Width") && dictionary.hasKey("/Height") &&
                         dictionary.hasKey("/ColorSpace"));
  return is_image ? take_image(stream) : true;
}

Result<void> PdfWalk::run() {
  std::vector<Handle> objects = pdf_.getAllObjects();
  for (Handle& object : objects) {
    find_attachments(object.isStream() ? object.getDict() : object, 0);
  }
  for (Handle& object : objects) {
    if (object.isStream() && !take(object)) return gate_.outcome();
  }
  const auto warnings = pdf_.getWarnings();
  if (!warnings.empty()) {
    gate_.note("damaged, and read as far as it could be mended: " +
               printable_utf8(warnings.front().getMessageDetail()));
  }
  return gate_.outcome();
}

Result<void> open_document(const std::shared_ptr<PdfInput>& input,
                           const ContainerLimits& limits, MemberSink& sink) {
  const auto malformed = [](const std::exception& thrown) {
    return Fault{FaultKind::malformed, printable_utf8(thrown.what()), "", {}};
  };
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processInputSource(input);
    return PdfWalk(pdf, limits, sink).run();
  } catch (const QPDFExc& thrown) {
    if (thrown.getErrorCode() == qpdf_e_password) {
      return Fault{FaultKind::encrypted, "encrypted with a password", "", {}};
    }
    return malformed(thrown);
  } catch (const std::bad_alloc&) {
    return Fault{FaultKind::out_of_memory, "no memory for its objects", "", {}};
  } catch (const std::exception& thrown) {
    return malformed(thrown);
  }
}

}  // namespace

Result<void> open_pdf(Content& content, const ContainerLimits& limits,
                      MemberSink& sink) {
  const auto input = std::make_shared<PdfInput>(content);
  auto outcome = open_document(input, limits, sink);
  if (!outcome && input->fault()) return *input->fault();
  return outcome;
}

}  // namespace winnow
