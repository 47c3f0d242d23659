// Texts of the uploads.
const MIB = 1024 * 1024;

export function sizeText(bytes) {
  if (bytes < MIB) return `${Math.max(1, Math.ceil(bytes / 1024))}KB`;
  return `${Math.ceil((bytes * 10) / MIB) / 10}MB`;
}

export const words = {
  waiting: "排队等待上传",
  preparing: "正在准备",
  sending: (percent, sent, all) => `已上传${percent}%（${sizeText(sent)}，共${sizeText(all)}）`,
  offline: "网络已断开。恢复后会自动接着传，请不要关闭本页。",
  retrying: "网络不稳，正在重试，已传的部分不会丢。",
  resuming: "找到上次没有传完的部分，接着传。",
  checking: "已传完，正在检查",
  cancelled: (name) => `已取消上传“${name}”。`,
  started: (name) => `开始上传“${name}”。`,
  sent: (name) => `“${name}”已传完，正在检查。`,
  accepted: (name) => `“${name}”已接受。`,
  rejected: (name, reason) => `“${name}”未被接受：${reason || ""}`,
  lost: "网络已断开，上传已暂停，恢复后会自动继续。",
  back: "网络已恢复，继续上传。",
  shrunk: (before, after) => `照片已由${sizeText(before)}缩小到${sizeText(after)}。`,
  cancel: "取消",
  again: "重试",
  dismiss: "知道了",
  progress: (name) => `“${name}”的上传进度`,
  consent: "请先勾选上面的“单独同意”，再选择文件。",
  tooMany: (most) => `这一项最多${most}个文件，请先移除不需要的，或少选几个。`,
  empty: "这个文件是空的，请重新选择。",
  heic: "这是苹果手机的HEIC照片，浏览器打不开。请在手机“设置—相机—格式”中选“兼容性最佳”后重拍，或把照片截屏后上传截屏。",
  kind: (accepts) => `这里只接受${accepts}文件。请换一个文件，或转换后再选。`,
  broken: "这张图片打不开，可能已损坏，请重新拍照或扫描。",
  tooLarge: (limit) => `文件超过${sizeText(limit)}。请降低扫描分辨率，或分成几个文件上传。`,
  photoSmall: (width, height, actual) => `照片至少要${width}×${height}像素，这张只有${actual}，请换一张更清晰的。`,
  leave: "文件还没有传完。",
  failed: "上传没有成功，请重试。",
};

export const cropWords = {
  title: "裁剪照片",
  help: "拖动照片，让头和肩在框内。也可用键盘：方向键移动，加号、减号缩放，按住Shift移动得快些。",
  area: "照片裁剪区。方向键移动，加号、减号缩放。",
  zoom: "缩放",
  left: "向左转",
  right: "向右转",
  use: "使用这张照片",
  cancel: "取消",
  moved: (percent) => `放大到${percent}%`,
};
