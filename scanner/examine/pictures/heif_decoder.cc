// HEIC and AVIF by libheif.
#include <libheif/heif.h>

#include <memory>
#include <vector>

#include "scanner/examine/pictures/frames.h"

namespace winnow {
namespace {

using Context = std::unique_ptr<heif_context, decltype(&heif_context_free)>;
using Handle =
    std::unique_ptr<const heif_image_handle, decltype(&heif_image_handle_release)>;
using Image = std::unique_ptr<const heif_image, decltype(&heif_image_release)>;
using Options =
    std::unique_ptr<heif_decoding_options, decltype(&heif_decoding_options_free)>;

// What the library takes a pixel: planes of up to 16 bits, and the pixels in RGB.
constexpr std::uint64_t kBytesPerPixel = 12;

Fault fault_of(const heif_error& error) {
  FaultKind kind = FaultKind::malformed;
  if (error.code == heif_error_Unsupported_feature ||
      error.code == heif_error_Unsupported_filetype ||
      error.subcode == heif_suberror_Unsupported_codec) {
    kind = FaultKind::unsupported;
  }
  if (error.code == heif_error_Memory_allocation_error) {
    kind = error.subcode == heif_suberror_Security_limit_exceeded
               ? FaultKind::too_big
               : FaultKind::out_of_memory;
  }
  return picture_fault(kind, "the HEIF picture cannot be decoded: " +
                                 said(error.message, "no reason given"));
}

// All pictures of the file, the one that is shown first.
std::vector<heif_item_id> pictures_of(heif_context* context) {
  heif_item_id shown = 0;
  std::vector<heif_item_id> all(
      static_cast<std::size_t>(heif_context_get_number_of_top_level_images(context)));
  const int count = heif_context_get_list_of_top_level_image_IDs(
      context, all.data(), static_cast<int>(all.size()));
  all.resize(static_cast<std::size_t>(count));
  if (heif_context_get_primary_image_ID(context, &shown).code == heif_error_Ok) {
    std::erase(all, shown);
    all.insert(all.begin(), shown);
  }
  return all;
}

Result<bool> decode_picture(const DecodeJob& job, heif_context* context,
                            heif_item_id id, std::uint32_t number) {
  heif_image_handle* raw_handle = nullptr;
  heif_error error = heif_context_get_image_handle(context, id, &raw_handle);
  const Handle handle(raw_handle, &heif_image_handle_release);
  if (error.code != heif_error_Ok) return fault_of(error);
  const auto width =
      static_cast<std::uint64_t>(heif_image_handle_get_width(handle.get()));
  const auto height =
      static_cast<std::uint64_t>(heif_image_handle_get_height(handle.get()));
  if (auto size = check_size(width, height, job.limits); !size) return size.error();
  if (auto fits = check_memory(kBytesPerPixel * width * height, job.limits); !fits) {
    return fits.error();
  }
  const Options options(heif_decoding_options_alloc(), &heif_decoding_options_free);
  if (options) options->convert_hdr_to_8bit = 1;
  heif_image* raw_image = nullptr;
  error = heif_decode_image(handle.get(), &raw_image, heif_colorspace_RGB,
                            heif_chroma_interleaved_RGB, options.get());
  const Image image(raw_image, &heif_image_release);
  if (error.code != heif_error_Ok) return fault_of(error);
  int stride = 0;
  const std::uint8_t* plane =
      heif_image_get_plane_readonly(image.get(), heif_channel_interleaved, &stride);
  const int across = heif_image_get_width(image.get(), heif_channel_interleaved);
  const int down = heif_image_get_height(image.get(), heif_channel_interleaved);
  if (plane == nullptr || across <= 0 || down <= 0 || stride < 3 * across) {
    return picture_fault(FaultKind::malformed, "the HEIF picture has no pixels");
  }
  if (auto size = check_size(static_cast<std::uint64_t>(across),
                             static_cast<std::uint64_t>(down), job.limits);
      !size) {
    return size.error();
  }
  const auto bytes =
      static_cast<std::size_t>(stride) * static_cast<std::size_t>(down - 1) +
      3 * static_cast<std::size_t>(across);
  const Pixels pixels{std::as_bytes(std::span(plane, bytes)),
                      static_cast<std::uint32_t>(across),
                      static_cast<std::uint32_t>(down), SamplesPerPixel::rgb,
                      static_cast<std::size_t>(stride)};
  return job.take({pixels, number, ""});
}

}  // namespace

Result<void> decode_heif(const DecodeJob& job) {
  const Context context(heif_context_alloc(), &heif_context_free);
  if (!context) return picture_fault(FaultKind::out_of_memory, "no memory for a HEIF");
  heif_context_set_max_decoding_threads(context.get(), 0);
  const heif_error error = heif_context_read_from_memory_without_copy(
      context.get(), job.content.data(), job.content.size(), nullptr);
  if (error.code != heif_error_Ok) return fault_of(error);
  const std::vector<heif_item_id> pictures = pictures_of(context.get());
  Result<void> outcome;
  if (pictures.empty()) {
    outcome =
        picture_fault(FaultKind::unsupported, "the HEIF file has no still picture");
  }
  for (std::uint32_t i = 0; i < pictures.size(); ++i) {
    if (!is_chosen(i, pictures.size(), job.limits.frames)) continue;
    const auto more = decode_picture(job, context.get(), pictures[i], i);
    if (!more && outcome) outcome = more.error();
    if (more && !*more) break;
  }
  return outcome;
}

}  // namespace winnow
