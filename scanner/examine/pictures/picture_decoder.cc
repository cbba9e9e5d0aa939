#include "scanner/examine/pictures/picture_decoder.h"

namespace winnow {

struct PictureDecoder::State {
  PictureLimits limits;
};

PictureDecoder::PictureDecoder(const PictureLimits& limits)
    : state_(std::make_unique<State>(State{limits})) {}
PictureDecoder::~PictureDecoder() = default;

Result<PictureFacts> picture_facts(ContentType type, Bytes /*head*/) {
  return Fault{
      FaultKind::unsupported, std::string("not read yet: ") + to_string(type), "", {}};
}
std::vector<EmbeddedPicture> embedded_pictures(ContentType, Bytes) {
  return {};
}

Result<void> PictureDecoder::decode(ContentType type, Bytes,
                                    const std::function<bool(const DecodedFrame&)>&) {
  return Fault{
      FaultKind::unsupported, std::string("not read yet: ") + to_string(type), "", {}};
}

}  // namespace winnow
