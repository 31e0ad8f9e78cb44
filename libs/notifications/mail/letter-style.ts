/**
 * What mail programs that read style sheets add to what stands in the elements: dark, narrow and printed. Colours are
 * named once per scheme; contrast is 4.5:1 or more in both.
 */
export const LETTER_STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
a{color:#1a4f91}
@media (max-width:480px){
.sheet{padding:18px 16px!important;border-radius:0!important;border-left:0!important;border-right:0!important}
.page{padding:0!important}
.facts th,.facts td,.shift th,.shift td{display:block!important;width:auto!important;padding-left:0!important;padding-right:0!important}
.facts th,.shift th{padding-bottom:0!important}
.facts td,.shift td{padding-top:0!important}
.shift th,.shift td{padding-left:14px!important;padding-right:12px!important}
.button{display:block!important;text-align:center}
}
@media screen and (prefers-color-scheme:dark){
body,.page{background:#121518!important;color:#e8eaed!important}
.sheet{background:#1c2024!important;border-color:#343a41!important}
.shift{background:#232a33!important;border-color:#8ab4f8!important}
.facts th,.shift th,.foot,.small,.foot a{color:#aab3bd!important}
.after,.after th{color:#ffffff!important}
h1,h2,strong{color:#ffffff!important}
.facts td,.facts th{border-color:#343a41!important}
a{color:#8ab4f8!important}
.button{background:#8ab4f8!important;border-color:#8ab4f8!important;color:#0f141a!important}
.plain{background:none!important;color:#8ab4f8!important}
}
@media print{
body,.page,.sheet,.shift{background:#ffffff!important;color:#000000!important;border-color:#999999!important}
.button{background:none!important;border:0!important;color:#000000!important;padding:0!important}
.button::after{content:" " attr(href);font-weight:normal}
tr,li{break-inside:avoid}
}
`;
