// Texts of the viewer that come and go; the others stand in `macros/viewer.html`.
export const words = {
  frame: (title) => `${title}。可用键盘：PageUp、PageDown翻页，加号、减号缩放，0适合宽度，F整页，R旋转，方向键移动。`,
  page: (number, count) => `第${number}页，共${count}页`,
  none: "没有预览图，请打开原文件查看。",
  broken: "图片没有取到，请检查网络后重新打开本页，或打开原文件。",
};
