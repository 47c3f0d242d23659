// Texts of the viewer.
export const words = {
  tools: "扫描件工具",
  material: "看哪个文件",
  previous: "上一页",
  next: "下一页",
  larger: "放大",
  smaller: "缩小",
  width: "适合宽度",
  whole: "整页",
  left: "向左转",
  right: "向右转",
  frame: (title) => `${title}。可用键盘：PageUp、PageDown翻页，加号、减号缩放，0适合宽度，F整页，R旋转，方向键移动。`,
  keys: "键盘：翻页PageUp、PageDown；缩放加号、减号；适合宽度0；整页F；旋转R；移动方向键。",
  page: (number, count) => `第${number}页，共${count}页`,
  none: "没有预览图，请打开原文件查看。",
  broken: "图片没有取到，请检查网络后重新打开本页，或打开原文件。",
};
