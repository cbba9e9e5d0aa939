// Old office documents: those of others, and small ones written here.
#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "scanner/examine/containers/office_art.h"
#include "tests/examine/containers/collected_members.h"

namespace winnow {
namespace {

using Streams = std::vector<std::pair<std::string, std::string>>;

void write_stream(GsfOutfile* storage, const std::string& name,
                  const std::string& bytes) {
  GsfOutput* stream = gsf_outfile_new_child(storage, name.c_str(), FALSE);
  gsf_output_write(stream, bytes.size(), reinterpret_cast<const guint8*>(bytes.data()));
  gsf_output_close(stream);
  g_object_unref(stream);
}

// A compound file of these streams; "folder/name" lies in a storage.
std::vector<std::byte> compound(const Streams& streams) {
  GsfOutput* memory = gsf_output_memory_new();
  GsfOutfile* root = gsf_outfile_msole_new(memory);
  for (const auto& [name, bytes] : streams) {
    const auto slash = name.find('/');
    if (slash == std::string::npos) {
      write_stream(root, name, bytes);
      continue;
    }
    GsfOutput* folder =
        gsf_outfile_new_child(root, name.substr(0, slash).c_str(), TRUE);
    write_stream(GSF_OUTFILE(folder), name.substr(slash + 1), bytes);
    gsf_output_close(folder);
    g_object_unref(folder);
  }
  gsf_output_close(GSF_OUTPUT(root));
  g_object_unref(root);
  const Bytes made(reinterpret_cast<const std::byte*>(
                       gsf_output_memory_get_bytes(GSF_OUTPUT_MEMORY(memory))),
                   static_cast<std::size_t>(gsf_output_size(memory)));
  std::vector<std::byte> copy(made.begin(), made.end());
  g_object_unref(memory);
  return copy;
}

std::string le32(std::uint32_t value) {
  return {static_cast<char>(value), static_cast<char>(value >> 8),
          static_cast<char>(value >> 16), static_cast<char>(value >> 24)};
}
std::string le16(unsigned value) {
  return {static_cast<char>(value), static_cast<char>(value >> 8)};
}

// A drawing record: instance and type, one or two identities, the picture.
std::string blip(unsigned instance, unsigned type, std::size_t identities,
                 const std::string& picture) {
  const std::string content = std::string(16 * identities + 1, 'i') + picture;
  return le16(instance << 4) + le16(type) +
         le32(static_cast<std::uint32_t>(content.size())) + content;
}

TEST(CompoundFile, EveryStreamIsAMember) {
  const Opened read =
      opened(ContentType::office_old, compound({{"One", std::string(10'000, 'a')},
                                                {"\x05SummaryInformation", "b"},
                                                {"folder/Two", "c"}}));
  EXPECT_FALSE(read.fault);
  ASSERT_NE(read.members.find("One"), nullptr);
  EXPECT_EQ(text_of(read.members.find("One")->bytes), std::string(10'000, 'a'));
  EXPECT_NE(read.members.find("\\x05SummaryInformation"), nullptr);
  EXPECT_NE(read.members.find("folder/Two"), nullptr);
}

TEST(CompoundFile, PicturesInDrawingsAreMembers) {
  const std::string jpeg = "\xFF\xD8\xFF the picture";
  const Opened read =
      opened(ContentType::office_old,
             compound({{"Pictures", "noise\xF0" + blip(0x46A, 0xF01D, 1, jpeg) +
                                        blip(0x6E1, 0xF01E, 2, "a png") +
                                        blip(0x46A, 0xF01D, 1, "cut").substr(0, 20)}}));
  EXPECT_FALSE(read.fault);
  ASSERT_NE(read.members.find("pictures/1.jpg"), nullptr);
  EXPECT_EQ(text_of(read.members.find("pictures/1.jpg")->bytes), jpeg);
  ASSERT_NE(read.members.find("pictures/2.png"), nullptr);
  EXPECT_EQ(text_of(read.members.find("pictures/2.png")->bytes), "a png");
  EXPECT_EQ(read.members.members.size(), 3u);
}

TEST(CompoundFile, DrawingsOfAWorkbookAreJoinedOverTheirRecords) {
  const std::string art = blip(0x46A, 0xF01D, 1, "a picture in two records");
  const std::string workbook = le16(0x0809) + le16(4) + "head" + le16(0x00EB) +
                               le16(20) + art.substr(0, 20) + le16(0x003C) +
                               le16(static_cast<unsigned>(art.size()) - 20) +
                               art.substr(20) + le16(0x000A) + le16(0);
  const Opened read =
      opened(ContentType::office_old, compound({{"Workbook", workbook}}));
  ASSERT_NE(read.members.find("pictures/1.jpg"), nullptr);
  EXPECT_EQ(text_of(read.members.find("pictures/1.jpg")->bytes),
            "a picture in two records");
}

TEST(CompoundFile, ABitmapGetsTheHeaderThatItLacks) {
  std::string bitmap = le32(40) + le32(2) + le32(2) + le16(1) + le16(8);
  bitmap.resize(40 + 4 * 256 + 8);
  const auto file = bitmap_file(bytes_of(bitmap));
  EXPECT_TRUE(has_magic(file, 0, "BM"));
  EXPECT_EQ(le<std::uint32_t>(file, 2), file.size());
  EXPECT_EQ(le<std::uint32_t>(file, 10), 14u + 40 + 4 * 256);
}

TEST(CompoundFile, PackedFilesAreMembersByTheirName) {
  const std::string native = le32(99) + le16(2) + std::string("label\0", 6) +
                             std::string("C:\\Users\\x\\photo.jpg\0", 21) +
                             le32(0x30000) + le32(4) + std::string("C:\\\0", 4) +
                             le32(5) + "bytes";
  const Opened read =
      opened(ContentType::office_old, compound({{"object/\x01Ole10Native", native}}));
  ASSERT_NE(read.members.find("object/photo.jpg"), nullptr);
  EXPECT_EQ(text_of(read.members.find("object/photo.jpg")->bytes), "bytes");
}

TEST(CompoundFile, EncryptedDocumentsAreSaidToBe) {
  const Opened package =
      opened(ContentType::office_old,
             compound({{"EncryptedPackage", "xxxx"}, {"EncryptionInfo", "yyyy"}}));
  ASSERT_TRUE(package.fault);
  EXPECT_EQ(package.fault->kind, FaultKind::encrypted);
  EXPECT_EQ(package.members.find("EncryptedPackage")->state, MemberState::encrypted);

  std::string head(64, '\0');
  head[11] = 1;
  const Opened word = opened(ContentType::office_old,
                             compound({{"WordDocument", head}, {"Other", "x"}}));
  EXPECT_EQ(word.members.find("WordDocument")->state, MemberState::encrypted);
  EXPECT_EQ(word.members.find("Other")->state, MemberState::readable);

  const Opened excel = opened(
      ContentType::office_old,
      compound({{"Workbook", le16(0x0809) + le16(4) + "head" + le16(0x2F) + le16(2)}}));
  EXPECT_EQ(excel.members.find("Workbook")->state, MemberState::encrypted);
}

TEST(CompoundFile, SamplesHoldThePicturesOfTheirNewForms) {
  const auto newer = tika_sample("testWORD_3imgs.docx");
  if (!newer) GTEST_SKIP() << "no shared evidence";
  const Opened docx = opened(ContentType::archive, *newer);
  const Opened doc =
      opened(ContentType::office_old, *tika_sample("testWORD_3imgs.doc"));
  const Opened ppt = opened(ContentType::office_old, *tika_sample("testPPT_2imgs.ppt"));
  const Opened xls =
      opened(ContentType::office_old, *tika_sample("testEXCEL_1img.xls"));
  const auto* first = docx.members.find("word/media/image2.png");
  const auto* second = docx.members.find("word/media/image4.png");
  ASSERT_NE(first, nullptr);
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(doc.members.find("pictures/1.png")->md5(), first->md5());
  EXPECT_EQ(doc.members.find("pictures/3.png")->md5(), second->md5());
  EXPECT_EQ(ppt.members.find("pictures/1.png")->md5(), first->md5());
  EXPECT_EQ(xls.members.find("pictures/1.png")->md5(), first->md5());
}

TEST(CompoundFile, AttachmentsOfAMessageHaveTheirNames) {
  const auto bytes = tika_sample("testMSG_att_doc.msg");
  if (!bytes) GTEST_SKIP() << "no shared evidence";
  const Opened read = opened(ContentType::office_old, *bytes);
  EXPECT_FALSE(read.fault);
  EXPECT_NE(read.members.find("__attach_version1.0_#00000000/test-unicode.doc"),
            nullptr);
  EXPECT_NE(read.members.find("__attach_version1.0_#00000001/pj1.txt"), nullptr);
}

TEST(CompoundFile, CutAnywhereItEndsInAnAnswer) {
  const auto whole = compound({{"One", std::string(20'000, 'a')},
                               {"folder/Two", std::string(100, 'b')},
                               {"Pictures", blip(0x46A, 0xF01D, 1, "x")}});
  for (std::size_t length = 0; length < whole.size(); length += 97) {
    const Opened read = opened(ContentType::office_old, Bytes(whole).first(length));
    for (const CollectedMember& member : read.members.members) {
      if (member.name == "One" && !member.broke_off) {
        EXPECT_LE(member.bytes.size(), 20'000u);
      }
    }
  }
}

}  // namespace
}  // namespace winnow
