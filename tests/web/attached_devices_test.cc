#include "drivers/devices/attached_devices.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

// A tree as sysfs(5) shows it: /sys/block/NAME leads to the device's folder, and so
// does /sys/dev/block/MAJOR:MINOR.
class FakeSystem {
 public:
  FakeSystem() {
    fs::create_directories(folder_.path("block"));
    fs::create_directories(folder_.path("numbers"));
    tables_ = {folder_.path("mountinfo"), folder_.path("swaps"),
               folder_.path("numbers"), folder_.path("block")};
    std::ofstream(tables_.mounts) << "";
  }

  void add_disk(const std::string& name, const std::string& place,
                const std::string& number, bool is_read_only) {
    const fs::path device = fs::path(folder_.path(place)) / name;
    fs::create_directories(device / "device");
    write(device / "dev", number);
    write(device / "size", "2048");
    write(device / "ro", is_read_only ? "1" : "0");
    write(device / "removable", "1");
    write(device / "device" / "model", "Disk \x1b[31m      ");
    write(device / "device" / "vendor", "Maker   ");
    write(device / "device" / "serial", "S-1");
    fs::create_directory_symlink(device, fs::path(tables_.devices) / name);
    fs::create_directory_symlink(device, fs::path(tables_.numbers) / number);
    disks_[name] = device;
  }
  void add_partition(const std::string& disk, const std::string& name,
                     const std::string& number) {
    const fs::path part = disks_[disk] / name;
    fs::create_directories(part);
    write(part / "dev", number);
    write(part / "partition", "1");
    fs::create_directory_symlink(part, fs::path(tables_.numbers) / number);
  }
  void add_holder(const std::string& disk, const std::string& part,
                  const std::string& name, const std::string& number) {
    const fs::path holder = disks_[disk] / part / "holders" / name;
    fs::create_directories(holder);
    write(holder / "dev", number);
  }
  void mount(const std::string& number, const std::string& place) {
    std::ofstream(tables_.mounts, std::ios::app)
        << "36 35 " << number << " / " << place << " rw - ext4 none rw\n";
  }
  void set(const std::string& disk, const std::string& file, const std::string& text) {
    write(disks_[disk] / file, text);
  }
  [[nodiscard]] std::vector<AttachedDevice> devices() const {
    return attached_devices(tables_, "/nodes");  // not those of this machine
  }

 private:
  static void write(const fs::path& path, const std::string& text) {
    std::ofstream(path) << text << "\n";
  }
  TempFolder folder_;
  SystemTables tables_;
  std::map<std::string, fs::path> disks_;
};

TEST(AttachedDevices, TellsAPlaceAsItIsNamed) {
  FakeSystem system;
  system.add_disk("sdb", "devices/pci0/usb1/1-1", "8:16", true);
  system.mount("8:16", R"(/media/My\040Stick\134a\09\777)");
  EXPECT_EQ(system.devices()[0].mounted_at,
            std::vector<std::string>{R"(/media/My Stick\a\09\777)"});
}

TEST(AttachedDevices, TellsOfADisk) {
  FakeSystem system;
  system.add_disk("sdb", "devices/pci0/usb1/1-1", "8:16", true);
  const auto devices = system.devices();
  ASSERT_EQ(devices.size(), 1u);
  const AttachedDevice& disk = devices[0];
  EXPECT_EQ(disk.path, "/nodes/sdb");
  EXPECT_EQ(disk.model, "Maker Disk \\x1b[31m");  // a device's own text is hostile
  EXPECT_EQ(disk.serial, "S-1");
  EXPECT_EQ(disk.bus, "USB");
  EXPECT_EQ(disk.bytes, 1u << 20);
  EXPECT_TRUE(disk.is_removable);
  EXPECT_TRUE(disk.is_read_only);
  EXPECT_EQ(disk.refused, "");
}

TEST(AttachedDevices, RefuseWhatCanBeWrittenTo) {
  FakeSystem system;
  system.add_disk("sdb", "devices/pci0/usb1/1-1", "8:16", false);
  EXPECT_NE(system.devices()[0].refused.find("can be written to"), std::string::npos);
  EXPECT_NE(system.devices()[0].advice.find("write blocker"), std::string::npos);
}

TEST(AttachedDevices, RefuseWhatIsMountedOrInUse) {
  FakeSystem system;
  system.add_disk("sdb", "devices/pci0/usb1/1-1", "8:16", true);
  system.add_partition("sdb", "sdb1", "8:17");
  system.mount("8:17", "//media/stick");
  EXPECT_EQ(system.devices()[0].mounted_at, std::vector<std::string>{"/media/stick"});
  EXPECT_EQ(system.devices()[0].refused, "it is mounted at /media/stick");
  system.add_disk("sdc", "devices/pci0/ata1", "8:32", true);
  system.add_partition("sdc", "sdc1", "8:33");
  system.add_holder("sdc", "sdc1", "dm-0", "253:0");
  EXPECT_EQ(system.devices()[1].refused, "it is in use: 8:33 is part of dm-0");
  system.mount("253:0", "/media/opened");  // what is made of it counts
  EXPECT_EQ(system.devices()[1].refused, "it is mounted at /media/opened");
}

TEST(AttachedDevices, KnowTheDiskThatTheSystemRunsFrom) {
  FakeSystem system;
  system.add_disk("nvme0n1", "devices/pci0/nvme", "259:0", false);
  system.add_partition("nvme0n1", "nvme0n1p1", "259:1");
  system.mount("259:1", "/");
  const AttachedDevice disk = system.devices()[0];
  EXPECT_TRUE(disk.is_of_this_system);
  EXPECT_EQ(disk.refused, "this computer runs from it");
  EXPECT_EQ(disk.bus, "NVMe");
}

TEST(AttachedDevices, KnowTheStickOfALiveSystemAndPeoplesFiles) {
  for (const char* place :
       {"/run/live/medium", "/run/live/persistence/sdb2", "/home"}) {
    FakeSystem system;
    system.add_disk("sdb", "devices/pci0/usb1/1-1", "8:16", true);
    system.add_partition("sdb", "sdb1", "8:17");
    system.mount("8:17", place);
    EXPECT_TRUE(system.devices()[0].is_of_this_system) << place;
  }
}

TEST(AttachedDevices, FindTheNodeInItsFolder) {
  FakeSystem system;
  system.add_disk("cciss!c0d0", "devices/pci0", "104:0", true);
  EXPECT_EQ(system.devices()[0].path, "/nodes/cciss/c0d0");
}

TEST(AttachedDevices, LeaveOutWhatIsNoDisk) {
  FakeSystem system;
  system.add_disk("zram0", "devices/virtual", "252:0", false);
  system.add_disk("dm-0", "devices/virtual", "253:0", false);
  system.add_disk("sr0", "devices/pci0/ata2", "11:0", true);
  system.set("sr0", "size", "0");  // no medium in it
  EXPECT_TRUE(system.devices().empty());
  EXPECT_TRUE(attached_devices({"", "", "", "/nowhere"}).empty());
}

TEST(AttachedDevices, BearWhatADeviceMakesUp) {
  FakeSystem system;
  system.add_disk("sdb", "devices/pci0/usb1/1-1", "8:16", true);
  system.set("sdb", "device/model", std::string(100'000, 'x'));
  system.set("sdb", "size", "99999999999999999999999");
  system.set("sdb", "ro", "yes");
  for (const AttachedDevice& disk : system.devices()) {
    EXPECT_LE(disk.model.size(), 300u);
    EXPECT_FALSE(disk.is_read_only);  // what is not understood is no promise
  }
}

}  // namespace
}  // namespace winnow
